// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire.packet;

import java.net.InetAddress;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Knows the subflows whose SYN carried MP_JOIN. */
final class JoinedSubflows implements FrameMatcher {
  private static final int MAX_SUBFLOWS = 1024;

  private record End(InetAddress address, int port) {}

  private final Set<Set<End>> subflows =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Set<End>, Boolean> eldest) {
              return size() > MAX_SUBFLOWS;
            }
          });

  @Override
  public boolean matches(Packet frame) {
    Optional<TcpSegment> tcp = frame.tcp();
    if (tcp.isEmpty()) {
      return false;
    }
    TcpSegment segment = tcp.get();
    Set<End> ends = ends(frame, segment);
    if (segment.isSyn()) {
      // The ports of an old subflow may come again, as another connection.
      subflows.remove(ends);
      if (segment.has(MptcpSubtype.MP_JOIN)) {
        subflows.add(ends);
      }
    }
    return subflows.contains(ends);
  }

  private static Set<End> ends(Packet frame, TcpSegment segment) {
    // A set, so that both directions are the same subflow.
    return Set.copyOf(
        List.of(
            new End(frame.source().orElseThrow(), segment.sourcePort()),
            new End(frame.destination().orElseThrow(), segment.destinationPort())));
  }
}
