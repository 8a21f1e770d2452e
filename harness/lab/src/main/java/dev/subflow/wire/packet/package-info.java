// SPDX-License-Identifier: Apache-2.0
/** Frames as Ethernet, IP and TCP see them: what to read, what to match and what to change. */
@NullMarked
package dev.subflow.wire.packet;

import org.jspecify.annotations.NullMarked;
