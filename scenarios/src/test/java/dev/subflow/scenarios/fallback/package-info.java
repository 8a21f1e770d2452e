// SPDX-License-Identifier: Apache-2.0
/**
 * Scenarios of MPTCP that becomes plain TCP, or gives up one path, where the other end or a box on
 * the way wants it so.
 */
@NullMarked
package dev.subflow.scenarios.fallback;

import org.jspecify.annotations.NullMarked;
