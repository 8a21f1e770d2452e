// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire.middlebox;

import dev.subflow.wire.Crossing;
import dev.subflow.wire.Middlebox;
import dev.subflow.wire.packet.Packet;
import dev.subflow.wire.packet.TcpFlag;
import dev.subflow.wire.packet.TcpSegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Joins segments that follow each other. */
final class Coalescer implements Middlebox {
  private static final Set<TcpFlag> PLAIN = EnumSet.of(TcpFlag.ACK, TcpFlag.PSH);

  private record Flow(Object from, int fromPort, Object to, int toPort) {
    static Flow of(TcpSegment segment) {
      return new Flow(
          segment.packet().source(),
          segment.sourcePort(),
          segment.packet().destination(),
          segment.destinationPort());
    }
  }

  private final int maxPayload;
  private final Duration patience;
  private final Map<Flow, TcpSegment> held = new HashMap<>();

  Coalescer(int maxPayload, Duration patience) {
    if (maxPayload < 2) {
      throw new IllegalArgumentException(
          "can't join segments to " + maxPayload + " bytes; give at least 2");
    }
    this.maxPayload = maxPayload;
    this.patience = patience;
  }

  @Override
  public List<Packet> pass(Packet frame, Crossing crossing) {
    Optional<TcpSegment> tcp = frame.tcp();
    if (tcp.isEmpty()) {
      return List.of(frame);
    }
    TcpSegment segment = tcp.get();
    Flow flow = Flow.of(segment);
    TcpSegment before = held.remove(flow);
    if (before != null && follows(before, segment)) {
      segment = joined(before, segment);
      before = null;
    }
    List<Packet> out = new ArrayList<>();
    if (before != null) {
      out.add(before.packet());
    }
    if (isPlain(segment) && segment.payloadLength() < maxPayload) {
      hold(flow, segment, crossing);
    } else {
      out.add(segment.packet());
    }
    return out;
  }

  private void hold(Flow flow, TcpSegment segment, Crossing crossing) {
    held.put(flow, segment);
    crossing.later(
        patience, () -> held.remove(flow, segment) ? List.of(segment.packet()) : List.of());
  }

  private boolean follows(TcpSegment before, TcpSegment segment) {
    return isPlain(segment)
        && segment.sequence() == before.nextSequence()
        && segment.acknowledgement() == before.acknowledgement()
        && before.payloadLength() + segment.payloadLength() <= maxPayload;
  }

  private static boolean isPlain(TcpSegment segment) {
    return segment.payloadLength() > 0
        && segment.has(TcpFlag.ACK)
        && PLAIN.containsAll(segment.flags());
  }

  private static TcpSegment joined(TcpSegment first, TcpSegment second) {
    byte[] payload = Arrays.copyOf(first.payload(), first.payloadLength() + second.payloadLength());
    System.arraycopy(second.payload(), 0, payload, first.payloadLength(), second.payloadLength());
    return tcp(tcp(first.withPayload(payload)).withFlags(second.flags()));
  }

  private static TcpSegment tcp(Packet packet) {
    return packet.tcp().orElseThrow();
  }
}
