// SPDX-License-Identifier: Apache-2.0
/**
 * Runs tests, on one kernel or on several: finds scenarios, executes them with JUnit, boots
 * kernels, and compares what they do. The command line only asks for it, and shows it.
 *
 * <p>Part of the API.
 */
@NullMarked
package dev.subflow.run;

import org.jspecify.annotations.NullMarked;
