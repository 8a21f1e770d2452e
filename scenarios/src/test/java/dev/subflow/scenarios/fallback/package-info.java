// SPDX-License-Identifier: Apache-2.0
/**
 * How MPTCP becomes plain TCP, or gives up one path, where the other end or a box on the way wants
 * it so.
 */
@NullMarked
package dev.subflow.scenarios.fallback;

import org.jspecify.annotations.NullMarked;
