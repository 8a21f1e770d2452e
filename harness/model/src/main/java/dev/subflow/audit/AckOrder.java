// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import dev.subflow.packet.Segment;
import dev.subflow.packet.TcpOption;
import java.util.OptionalLong;

/**
 * The highest data acknowledgement of one host on one subflow. A path may reorder segments, so only
 * one that was certainly sent later counts as going back.
 */
final class AckOrder {
  private static final int TIMESTAMPS = 8;

  private long highest;
  private OptionalLong timestamp = OptionalLong.empty();
  private long sequence;
  private long acknowledgement;

  /** Takes note of one; the highest before it, where that was sent earlier and is higher. */
  OptionalLong highest(Segment segment, long place) {
    OptionalLong own = timestamp(segment);
    if (place >= highest) {
      highest = place;
      timestamp = own;
      sequence = segment.sequence();
      acknowledgement = segment.acknowledgement();
      return OptionalLong.empty();
    }
    return isLater(segment, own) ? OptionalLong.of(highest) : OptionalLong.empty();
  }

  private boolean isLater(Segment segment, OptionalLong own) {
    if (own.isPresent() && timestamp.isPresent()) {
      return (int) (own.getAsLong() - timestamp.getAsLong()) > 0;
    }
    return (int) (segment.sequence() - sequence) > 0
        || (int) (segment.acknowledgement() - acknowledgement) > 0;
  }

  private static OptionalLong timestamp(Segment segment) {
    return segment.options().stream()
        .filter(option -> option.kind() == TIMESTAMPS && option.length() == 10)
        .mapToLong(AckOrder::value)
        .findFirst();
  }

  private static long value(TcpOption option) {
    return Integer.toUnsignedLong(option.octets().buffer().getInt(2));
  }
}
