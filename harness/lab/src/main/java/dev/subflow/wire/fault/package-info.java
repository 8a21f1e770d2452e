// SPDX-License-Identifier: Apache-2.0
/**
 * Impairments in one direction of a wire: loss, rate, delay and the like, on any clock.
 *
 * <p>Internal: only the harness uses it.
 */
@NullMarked
package dev.subflow.wire.fault;

import org.jspecify.annotations.NullMarked;
