// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import dev.subflow.packet.Segment;
import dev.subflow.packet.TcpEnd;

/** A TCP connection that is, or may be, a subflow. */
final class Subflow {
  /** What its SYN made of it. */
  enum Kind {
    INITIAL,
    JOINED,
    PLAIN
  }

  private final TcpEnd from;
  private final long sequence;
  private final boolean withData;
  private final Half sent = new Half();
  private final Half answered = new Half();
  private Kind kind;
  private Connection connection;
  private Side initiator = Side.INITIATOR;

  Subflow(Segment syn, Kind kind, Connection connection) {
    this.from = syn.source();
    this.sequence = syn.sequence();
    this.withData = syn.payloadLength() > 0;
    this.kind = kind;
    this.connection = connection;
    sent.begins(syn.sequence());
  }

  Kind kind() {
    return kind;
  }

  void becomes(Kind other) {
    kind = other;
  }

  /** Whether this SYN began it, or repeats the one that did. */
  boolean isBegunBy(Segment syn) {
    return syn.source().equals(from) && syn.sequence() == sequence;
  }

  /** Whether its SYN had payload, as with TCP Fast Open. */
  boolean beganWithData() {
    return withData;
  }

  Connection connection() {
    return connection;
  }

  /** Makes it a subflow of a connection, begun by one of its sides. */
  void joins(Connection other, Side by) {
    connection = other;
    initiator = by;
  }

  Side side(Segment segment) {
    return isFromInitiator(segment) ? initiator : initiator.other();
  }

  boolean isFromInitiator(Segment segment) {
    return segment.source().equals(from);
  }

  Half half(Segment segment) {
    return isFromInitiator(segment) ? sent : answered;
  }

  Half peerHalf(Segment segment) {
    return isFromInitiator(segment) ? answered : sent;
  }
}
