// SPDX-License-Identifier: Apache-2.0
/**
 * Frames between guests in user space: segments, links, faults and captures.
 *
 * <p>Part of the API.
 */
@NullMarked
package dev.subflow.wire;

import org.jspecify.annotations.NullMarked;
