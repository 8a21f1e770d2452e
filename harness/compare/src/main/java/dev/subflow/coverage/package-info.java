// SPDX-License-Identifier: Apache-2.0
/**
 * Which lines and functions of net/mptcp a test reached, from what a gcov kernel counted; and which
 * tests therefore concern a patch.
 *
 * <p>Internal: only the harness uses it.
 */
@NullMarked
package dev.subflow.coverage;

import org.jspecify.annotations.NullMarked;
