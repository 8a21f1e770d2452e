// SPDX-License-Identifier: Apache-2.0
/**
 * Whether what hosts sent is as RFC 8684 has it: every rule on every connection of a capture.
 *
 * <p>Part of the API: a test may audit a capture of its own.
 */
@NullMarked
package dev.subflow.audit;

import org.jspecify.annotations.NullMarked;
