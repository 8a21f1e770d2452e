// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import dev.subflow.packet.mptcp.MpCapable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An MPTCP connection, as far as its segments have told. */
final class Connection {
  private final Map<Side, Party> parties = new EnumMap<>(Side.class);
  private final List<Subflow> subflows = new ArrayList<>();
  private final Set<String> nics = new LinkedHashSet<>();
  private final Set<Interference> met = new LinkedHashSet<>();
  private boolean checksums;
  private boolean fellBack;
  private boolean incomplete;

  Connection() {
    for (Side side : Side.values()) {
      parties.put(side, new Party());
    }
  }

  Party party(Side side) {
    return parties.getOrDefault(side, new Party());
  }

  void add(Subflow subflow) {
    subflows.add(subflow);
  }

  List<Subflow> subflows() {
    return subflows;
  }

  /** Whether the keys of both are known. */
  boolean hasKeys() {
    return parties.values().stream().allMatch(party -> party.key().isPresent());
  }

  /** Whether it is another sight of a connection. */
  boolean hasKeysOf(Connection other) {
    return parties.entrySet().stream()
        .allMatch(e -> e.getValue().key().equals(other.party(e.getKey()).key()));
  }

  /** The side that a token names, if it names one. */
  Optional<Side> named(long token) {
    return parties.entrySet().stream()
        .filter(e -> e.getValue().token() == token)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** Takes note of what a segment of the handshake asks for. */
  void handshake(MpCapable option) {
    checksums |= option.requiresChecksum();
  }

  /** Whether either host asked for checksums. */
  boolean usesChecksums() {
    return checksums;
  }

  /** Whether something was seen by which a connection may go on as TCP. */
  boolean mayHaveFallenBack() {
    return fellBack;
  }

  void fallsBack() {
    fellBack = true;
  }

  /** Takes note of the NIC that a frame of it came from, and of what was done to it. */
  void crosses(String nic, List<Interference> interferences) {
    nics.add(nic);
    met.addAll(interferences);
  }

  /** The NICs that its frames came from. */
  Set<String> nics() {
    return nics;
  }

  /** What was done to its frames so far. */
  Set<Interference> met() {
    return met;
  }

  /** Whether the capture lacks frames of it: TCP acknowledges what was never seen. */
  boolean isIncomplete() {
    incomplete |= subflows.stream().anyMatch(Subflow::isIncomplete);
    return incomplete;
  }

  void lacksFrames() {
    incomplete = true;
  }
}
