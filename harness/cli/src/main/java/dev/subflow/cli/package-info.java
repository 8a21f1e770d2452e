// SPDX-License-Identifier: Apache-2.0
/**
 * The command line.
 *
 * <p>Internal: only the harness uses it.
 */
@NullMarked
package dev.subflow.cli;

import org.jspecify.annotations.NullMarked;
