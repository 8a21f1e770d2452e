// SPDX-License-Identifier: Apache-2.0
/**
 * Kernel images, their modules and their configuration.
 *
 * <p>Internal: only the harness uses it.
 */
@NullMarked
package dev.subflow.artifact.kernel;

import org.jspecify.annotations.NullMarked;
