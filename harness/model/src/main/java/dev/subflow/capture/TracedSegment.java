// SPDX-License-Identifier: Apache-2.0
package dev.subflow.capture;

import dev.subflow.packet.Segment;
import java.time.Instant;
import java.util.Objects;

/** A TCP segment, and when it crossed. */
public record TracedSegment(Instant time, Segment segment) {
  public TracedSegment {
    Objects.requireNonNull(time, "time");
    Objects.requireNonNull(segment, "segment");
  }

  /** The line of {@link Segment#toString}. */
  @Override
  public String toString() {
    return segment.toString();
  }
}
