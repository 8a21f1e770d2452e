// SPDX-License-Identifier: Apache-2.0
/**
 * How well data moves: stalls, bytes sent for nothing, and what becomes of the capacity of paths.
 *
 * <p>Limits are far from what unmodified kernels do, also on a busy machine, and say where they
 * come from; shares count for more than times.
 */
@NullMarked
package dev.subflow.scenarios.transfers;

import org.jspecify.annotations.NullMarked;
