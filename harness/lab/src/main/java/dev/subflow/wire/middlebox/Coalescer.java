// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire.middlebox;

import dev.subflow.packet.Frame;
import dev.subflow.packet.Segment;
import dev.subflow.packet.TcpEnd;
import dev.subflow.packet.TcpFlag;
import dev.subflow.wire.Crossing;
import dev.subflow.wire.Middlebox;
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

  private record Flow(TcpEnd from, TcpEnd to) {
    static Flow of(Segment segment) {
      return new Flow(segment.source(), segment.destination());
    }
  }

  private final int maxPayload;
  private final Duration patience;
  private final Map<Flow, Segment> held = new HashMap<>();

  Coalescer(int maxPayload, Duration patience) {
    if (maxPayload < 2) {
      throw new IllegalArgumentException(
          "can't join segments to " + maxPayload + " bytes; give at least 2");
    }
    this.maxPayload = maxPayload;
    this.patience = patience;
  }

  @Override
  public List<Frame> pass(Frame frame, Crossing crossing) {
    Optional<Segment> tcp = frame.tcp();
    if (tcp.isEmpty()) {
      return List.of(frame);
    }
    Segment segment = tcp.get();
    Flow flow = Flow.of(segment);
    Segment before = held.remove(flow);
    if (before != null && follows(before, segment)) {
      segment = joined(before, segment);
      before = null;
    }
    List<Frame> out = new ArrayList<>();
    if (before != null) {
      out.add(before.frame());
    }
    if (isPlain(segment) && segment.payloadLength() < maxPayload) {
      hold(flow, segment, crossing);
    } else {
      out.add(segment.frame());
    }
    return out;
  }

  private void hold(Flow flow, Segment segment, Crossing crossing) {
    held.put(flow, segment);
    crossing.later(
        patience, () -> held.remove(flow, segment) ? List.of(segment.frame()) : List.of());
  }

  private boolean follows(Segment before, Segment segment) {
    return isPlain(segment)
        && segment.sequence() == before.nextSequence()
        && segment.acknowledgement() == before.acknowledgement()
        && before.payloadLength() + segment.payloadLength() <= maxPayload;
  }

  private static boolean isPlain(Segment segment) {
    return !segment.isFragment()
        && segment.payloadLength() > 0
        && segment.has(TcpFlag.ACK)
        && PLAIN.containsAll(segment.flags());
  }

  private static Segment joined(Segment first, Segment second) {
    byte[] payload = Arrays.copyOf(first.payload(), first.payloadLength() + second.payloadLength());
    System.arraycopy(second.payload(), 0, payload, first.payloadLength(), second.payloadLength());
    return tcp(tcp(first.withPayload(payload)).withFlags(second.flags()));
  }

  private static Segment tcp(Frame packet) {
    return packet.tcp().orElseThrow();
  }
}
