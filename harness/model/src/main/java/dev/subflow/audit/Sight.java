// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import dev.subflow.capture.CapturedFrame;
import dev.subflow.packet.Segment;
import java.time.Instant;
import java.util.List;

/**
 * A segment with what is known of its subflow by then.
 *
 * @param number of the frame, from 1
 * @param side of the connection that sent it
 * @param interferences what was done to frames of its way then
 */
record Sight(
    CapturedFrame frame,
    int number,
    Segment segment,
    Subflow subflow,
    Connection connection,
    Side side,
    List<Interference> interferences) {
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

  /** Position of its first byte of payload on the subflow. */
  long position() {
    return half().position(segment.sequence());
  }

  /** Whether its payload is there as its host sent it. */
  boolean hasItsPayload() {
    return interferences.stream().noneMatch(i -> i.kind() == Interference.Kind.PAYLOAD)
        && segment.payloadBuffer().remaining() == segment.payloadLength();
  }

  boolean isPlain() {
    return subflow.kind() == Subflow.Kind.PLAIN;
  }

  /** Whether it is of a connection whose keys are known. */
  boolean isOfConnection() {
    return !isPlain() && connection.hasKeys();
  }

  boolean isBehindHandshake() {
    return !segment.isSyn() && !segment.isSynAck();
  }

  /** The host it goes to, or its address where hosts are not known. */
  String peer() {
    return frame
        .frame()
        .receiver()
        .orElseGet(() -> segment.destination().address().getHostAddress());
  }

  /** The host that sent it, or its address where hosts are not known. */
  String host() {
    return frame.frame().sender().orElseGet(() -> segment.source().address().getHostAddress());
  }

  /** The host of a NIC that is called {@code host/nic}. */
  static String host(String nic) {
    int slash = nic.indexOf('/');
    return slash < 0 ? nic : nic.substring(0, slash);
  }
}
