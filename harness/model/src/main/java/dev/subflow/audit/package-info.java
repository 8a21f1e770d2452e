// SPDX-License-Identifier: Apache-2.0
/**
 * Whether what hosts sent is as RFC 8684 has it: every rule on every connection of a capture.
 *
 * <p>Part of the API.
 */
@NullMarked
package dev.subflow.audit;

import org.jspecify.annotations.NullMarked;
