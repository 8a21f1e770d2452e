// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import dev.subflow.packet.mptcp.MpCapable;
import java.util.EnumMap;
import java.util.Map;

/** An MPTCP connection, as far as its segments have told. */
final class Connection {
  private final Map<Side, Party> parties = new EnumMap<>(Side.class);
  private boolean checksums;
  private boolean fellBack;

  Connection() {
    for (Side side : Side.values()) {
      parties.put(side, new Party());
    }
  }

  Party party(Side side) {
    return parties.getOrDefault(side, new Party());
  }

  /** Whether the keys of both are known. */
  boolean hasKeys() {
    return parties.values().stream().allMatch(party -> party.key().isPresent());
  }

  /** The side that a token names, if it names one. */
  java.util.Optional<Side> named(long token) {
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
}
