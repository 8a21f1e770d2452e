// SPDX-License-Identifier: Apache-2.0
/**
 * Guests with the machines that run them, whichever program runs those.
 *
 * <p>Internal: only the harness uses it.
 */
@NullMarked
package dev.subflow.vm;

import org.jspecify.annotations.NullMarked;
