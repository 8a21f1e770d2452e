// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet;

import java.util.List;
import java.util.function.Predicate;

/**
 * Describes packets by the TCP segment that they are. Immutable: each refinement gives a new one.
 *
 * @param <S> the type itself
 */
abstract class SegmentMatcher<S extends SegmentMatcher<S>> extends DescribedMatcher<S> {
  SegmentMatcher(String name, List<Condition<Frame>> conditions) {
    super(name, conditions);
  }

  /** Only packets for which a condition holds, which the text names. */
  public final S where(String text, Predicate<Segment> condition) {
    return adding(new Condition<>(text, f -> f.tcp().filter(condition).isPresent()));
  }

  /** Only packets from a numeric address and a port. */
  public final S from(String address, int port) {
    return from(address).fromPort(port);
  }

  /** Only packets from a port. */
  public final S fromPort(int port) {
    checkPort(port);
    return where("from port " + port, s -> s.sourcePort() == port);
  }

  /** Only packets to a numeric address and a port. */
  public final S to(String address, int port) {
    return to(address).toPort(port);
  }

  /** Only packets to a port. */
  public final S toPort(int port) {
    checkPort(port);
    return where("to port " + port, s -> s.destinationPort() == port);
  }

  private static void checkPort(int port) {
    if (port < 0 || port > 0xffff) {
      throw new IllegalArgumentException("port " + port + " is not in 0..65535");
    }
  }

  /** Only packets with payload. */
  public final S withPayload() {
    return where("with payload", s -> s.payloadLength() > 0);
  }

  /** Only packets without payload. */
  public final S withoutPayload() {
    return where("without payload", s -> s.payloadLength() == 0);
  }

  abstract boolean isMeant(Segment segment);

  @Override
  public final boolean matches(Frame frame) {
    return frame.tcp().filter(this::isMeant).isPresent() && super.matches(frame);
  }
}
