// SPDX-License-Identifier: Apache-2.0
package dev.subflow.assertions.packet;

import dev.subflow.wire.trace.TracedSegment;

/** Describes packets. Its text reads as what is described: {@code MP_JOIN SYN from 10.0.2.1}. */
public interface PacketMatcher {
  /** Whether a packet is one of those described. */
  boolean matches(TracedSegment segment);
}
