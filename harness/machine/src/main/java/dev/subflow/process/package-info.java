// SPDX-License-Identifier: Apache-2.0
/**
 * Programs of this machine: started, bounded, watched, and ended with the run that started them.
 *
 * <p>Internal: only the harness uses it.
 */
@NullMarked
package dev.subflow.process;

import org.jspecify.annotations.NullMarked;
