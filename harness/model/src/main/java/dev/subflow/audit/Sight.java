// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import dev.subflow.capture.CapturedFrame;
import dev.subflow.packet.Segment;
import java.time.Instant;

/**
 * A segment with what is known of its subflow by then.
 *
 * @param side of the connection that sent it
 */
record Sight(
    CapturedFrame frame,
    int number,
    Segment segment,
    Subflow subflow,
    Connection connection,
    Side side) {
  Instant time() {
    return frame.time();
  }

  Party sender() {
    return connection.party(side);
  }

  Party receiver() {
    return connection.party(side.other());
  }

  /** What was sent on this subflow by the sender. */
  Half half() {
    return subflow.half(segment);
  }

  /** What was sent on this subflow by the receiver. */
  Half peerHalf() {
    return subflow.peerHalf(segment);
  }

  /** The finding that this segment breaks a rule. */
  Finding breaks(Rule rule, String what) {
    String host =
        frame.frame().sender().orElseGet(() -> segment.source().address().getHostAddress());
    return new Finding(rule, host, what, frame, number);
  }
}
