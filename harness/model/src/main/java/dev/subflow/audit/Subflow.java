// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import dev.subflow.packet.Segment;
import dev.subflow.packet.TcpEnd;
import java.util.Optional;

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
  private final Half sent = new Half();
  private final Half answered = new Half();
  private Kind kind;
  private Connection connection;
  private Side initiator = Side.INITIATOR;
  private Optional<Sight> closing = Optional.empty();

  Subflow(Segment syn, Kind kind, Connection connection) {
    this.from = syn.source();
    this.sequence = syn.sequence();
    this.kind = kind;
    this.connection = connection;
  }

  Kind kind() {
    return kind;
  }

  void becomes(Kind other) {
    kind = other;
  }

  /** Whether this SYN began it, or repeats the one that did. */
  boolean isBegunBy(Segment syn) {
    return isFromInitiator(syn) && syn.sequence() == sequence;
  }

  /** Whether its SYN was answered by a SYN with ACK. */
  boolean isAnswered() {
    return answered.began();
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

  /** Whether both hosts use it and neither has ended it. */
  boolean isInUse() {
    return sent.sentDss() && answered.sentDss() && !sent.hasEnded() && !answered.hasEnded();
  }

  boolean wasReset() {
    return sent.sentReset() || answered.sentReset();
  }

  boolean isIncomplete() {
    return sent.lacksWhat(answered) || answered.lacksWhat(sent);
  }

  /** Takes note of an MP_FASTCLOSE that wants a RST as answer; the first one stays. */
  void closes(Sight by) {
    closing = closing.or(() -> Optional.of(by));
  }

  /** The MP_FASTCLOSE that wants an answer. */
  Optional<Sight> closing() {
    return closing;
  }

  Half half(boolean ofInitiator) {
    return ofInitiator ? sent : answered;
  }
}
