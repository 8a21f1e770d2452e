// SPDX-License-Identifier: Apache-2.0
/** Frames between guests in user space: segments, links, faults and captures. */
@NullMarked
package dev.subflow.wire;

import org.jspecify.annotations.NullMarked;
