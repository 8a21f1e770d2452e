// SPDX-License-Identifier: Apache-2.0
/**
 * Results of all runs in a database, and what they tell of tests, splats and runs.
 *
 * <p>Internal: only the harness uses it.
 */
@NullMarked
package dev.subflow.history;

import org.jspecify.annotations.NullMarked;
