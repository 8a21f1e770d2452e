// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import dev.subflow.packet.PacketMatcher;
import java.util.Set;

/**
 * Says what a {@link Trigger} waits for: {@code wire.when(joinedSubflow()).payloadBytes(1 <<
 * 20).then(wire::cut)}. Immutable.
 */
public final class When {
  /** Threshold of frames that were seen, and of bytes of TCP payload in them. */
  record Threshold(long frames, long payloadBytes) {}

  private static final Threshold FIRST = new Threshold(1, 0);

  private final LiveWire wire;
  private final PacketMatcher matcher;
  private final Set<Port> senders;
  private final Threshold threshold;

  When(LiveWire wire, PacketMatcher matcher, Set<Port> senders) {
    this(wire, matcher, senders, FIRST);
  }

  private When(LiveWire wire, PacketMatcher matcher, Set<Port> senders, Threshold threshold) {
    this.wire = wire;
    this.matcher = matcher;
    this.senders = senders;
    this.threshold = threshold;
  }

  /**
   * Waits for the frame of that number among those that match; 1 by default.
   *
   * @throws IllegalArgumentException when it is less than 1
   */
  public When frames(long count) {
    if (count < 1) {
      throw new IllegalArgumentException("can't wait for frame " + count + "; the first is 1");
    }
    return new When(wire, matcher, senders, new Threshold(count, threshold.payloadBytes()));
  }

  /**
   * Waits until the frames that match have carried so many bytes of TCP payload; 0 by default.
   *
   * @throws IllegalArgumentException when it is negative
   */
  public When payloadBytes(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("can't wait for " + bytes + " bytes; give 0 or more");
    }
    return new When(wire, matcher, senders, new Threshold(threshold.frames(), bytes));
  }

  /**
   * Starts to wait; the action is called once.
   *
   * <p>That happens on the thread of the wires, before the last of the frames goes on: what the
   * action does to a wire holds for that frame, too. It must be short, and must not wait for a
   * guest. When it throws, see {@link LiveWire#takeFailures}.
   */
  public Trigger then(Runnable action) {
    return wire.add(matcher, senders, threshold, action);
  }
}
