// SPDX-License-Identifier: Apache-2.0
package dev.subflow.observe;

import dev.subflow.packet.Segment;
import dev.subflow.packet.TcpEnd;
import dev.subflow.packet.mptcp.MpCapable;
import java.time.Instant;

/** A subflow on the wires. */
final class Talk {
  private final TcpEnd from;
  private final long sequence;
  private final String name;
  private final String line;
  private final Conversation conversation;
  private final boolean turned;
  private final Instant begun;
  private final Spoken initiator = new Spoken();
  private final Spoken responder = new Spoken();

  /**
   * @param name unique in its conversation
   * @param line how the list of subflows tells it
   * @param turned whether it was begun by the host that did not begin the connection
   */
  Talk(
      Segment syn,
      Instant begun,
      String name,
      String line,
      Conversation conversation,
      boolean turned) {
    this.from = syn.source();
    this.sequence = syn.sequence();
    this.begun = begun;
    this.name = name;
    this.line = line;
    this.conversation = conversation;
    this.turned = turned;
  }

  /** Whether this SYN began it, or is the other's of a simultaneous open. */
  boolean isBegunBy(Segment syn) {
    return !syn.source().equals(from) || syn.sequence() == sequence;
  }

  void hear(Segment segment) {
    boolean first = segment.source().equals(from);
    boolean ofInitiator = first != turned;
    if (name.equals(Conversation.INITIAL)) {
      segment.options(MpCapable.class).forEach(o -> conversation.learn(ofInitiator, o.senderKey()));
    }
    (first ? initiator : responder)
        .hear(segment, conversation.key(ofInitiator), conversation.key(!ofInitiator));
  }

  String line() {
    return line;
  }

  /** Adds its parts below a path. */
  void into(PartCollector parts, String path, Instant start) {
    String base = path + "/" + name;
    String one = conversation.host(!turned);
    String other = conversation.host(turned);
    if (!name.equals(Conversation.INITIAL)) {
      parts.put(base + "/after", Seconds.between(start, begun));
    }
    into(parts, base + "/" + one, initiator);
    into(parts, base + "/" + other, responder);
    parts.put(base + "/end", one + " " + initiator.end() + ", " + other + " " + responder.end());
  }

  private static void into(PartCollector parts, String path, Spoken said) {
    parts.put(path + "/options", said.lines());
    parts.put(path + "/dss", said.forms());
    parts.put(path + "/repeated", said.repeats());
  }
}
