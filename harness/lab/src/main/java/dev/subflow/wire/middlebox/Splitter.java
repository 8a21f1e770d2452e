// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire.middlebox;

import dev.subflow.packet.Frame;
import dev.subflow.packet.Segment;
import dev.subflow.packet.TcpFlag;
import dev.subflow.wire.Crossing;
import dev.subflow.wire.Middlebox;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Cuts long segments into shorter ones. */
final class Splitter implements Middlebox {
  private final int maxPayload;

  Splitter(int maxPayload) {
    if (maxPayload < 1) {
      throw new IllegalArgumentException(
          "can't split into segments of " + maxPayload + " bytes; give at least 1");
    }
    this.maxPayload = maxPayload;
  }

  @Override
  public List<Frame> pass(Frame frame, Crossing crossing) {
    Optional<Segment> tcp = frame.tcp();
    if (tcp.filter(s -> s.payloadLength() > maxPayload && !s.isFragment()).isEmpty()) {
      return List.of(frame);
    }
    return parts(tcp.get());
  }

  private List<Frame> parts(Segment segment) {
    byte[] payload = segment.payload();
    List<Frame> parts = new ArrayList<>();
    for (int at = 0; at < payload.length; at += maxPayload) {
      int end = Math.min(payload.length, at + maxPayload);
      Frame part = segment.withPayload(Arrays.copyOfRange(payload, at, end));
      part = tcp(part).withSequence(segment.sequence() + at);
      // What ends a stream or a burst belongs to its last byte.
      parts.add(end < payload.length ? without(part, TcpFlag.FIN, TcpFlag.PSH) : part);
    }
    return parts;
  }

  private static Frame without(Frame part, TcpFlag... flags) {
    Set<TcpFlag> left = tcp(part).flags();
    Arrays.asList(flags).forEach(left::remove);
    return tcp(part).withFlags(left);
  }

  private static Segment tcp(Frame packet) {
    return packet.tcp().orElseThrow();
  }
}
