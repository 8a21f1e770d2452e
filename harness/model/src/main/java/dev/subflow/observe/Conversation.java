// SPDX-License-Identifier: Apache-2.0
package dev.subflow.observe;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** An MPTCP connection on the wires, or one that asked to be. */
final class Conversation {
  static final String INITIAL = "initial";

  private final String initiator;
  private final String responder;
  private final Instant start;
  private final List<Talk> talks = new ArrayList<>();
  private final Map<String, Integer> names = new HashMap<>();
  private OptionalLong initiatorKey = OptionalLong.empty();
  private OptionalLong responderKey = OptionalLong.empty();

  Conversation(String initiator, String responder, Instant start) {
    boolean alone = initiator.equals(responder);
    this.initiator = alone ? initiator + " as initiator" : initiator;
    this.responder = alone ? responder + " as responder" : responder;
    this.start = start;
  }

  String host(boolean isInitiator) {
    return isInitiator ? initiator : responder;
  }

  OptionalLong key(boolean ofInitiator) {
    return ofInitiator ? initiatorKey : responderKey;
  }

  void learn(boolean ofInitiator, OptionalLong key) {
    if (ofInitiator && initiatorKey.isEmpty()) {
      initiatorKey = key;
    } else if (!ofInitiator && responderKey.isEmpty()) {
      responderKey = key;
    }
  }

  /** Whether a join with this token is to a host. */
  boolean isNamedBy(long token, boolean ofInitiator) {
    OptionalLong key = key(ofInitiator);
    return key.isPresent() && Token.of(key.getAsLong()) == token;
  }

  /** A name for a subflow that no other has. */
  String unique(String name) {
    int number = names.merge(name, 1, Integer::sum);
    return number == 1 ? name : name + "#" + number;
  }

  void add(Talk talk) {
    talks.add(talk);
  }

  void into(PartCollector parts, String path) {
    parts.put(path + "/subflows", talks.stream().map(Talk::line).toList());
    talks.forEach(talk -> talk.into(parts, path, start));
  }
}
