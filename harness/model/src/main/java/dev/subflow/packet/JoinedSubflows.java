// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet;

import dev.subflow.packet.mptcp.MptcpSubtype;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Knows the subflows whose SYN carried MP_JOIN. */
final class JoinedSubflows implements PacketMatcher {
  private static final int MAX_SUBFLOWS = 1024;

  private final Set<Set<TcpEnd>> subflows =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Set<TcpEnd>, Boolean> eldest) {
              return size() > MAX_SUBFLOWS;
            }
          });

  @Override
  public boolean matches(Frame frame) {
    Optional<Segment> tcp = frame.tcp();
    if (tcp.isEmpty()) {
      return false;
    }
    Segment segment = tcp.get();
    Set<TcpEnd> ends = ends(segment);
    if (segment.isSyn()) {
      // The ports of an old subflow may come again, as another connection.
      subflows.remove(ends);
      if (segment.has(MptcpSubtype.MP_JOIN)) {
        subflows.add(ends);
      }
    }
    return subflows.contains(ends);
  }

  private static Set<TcpEnd> ends(Segment segment) {
    // A set, so that both directions are the same subflow.
    TcpEnd source = segment.source();
    TcpEnd destination = segment.destination();
    return source.equals(destination) ? Set.of(source) : Set.of(source, destination);
  }
}
