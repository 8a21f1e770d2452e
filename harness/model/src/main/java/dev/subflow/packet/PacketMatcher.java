// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet;

/**
 * Describes frames, for middleboxes, triggers and assertions alike; {@link Packets} has the common
 * ones. Its text reads as what is described: {@code MP_JOIN SYN from 10.0.2.1}.
 *
 * <p>On a wire it is called on the thread of the wires, so it must not wait. Those that count or
 * learn have a state of their own: use each in one place.
 */
@FunctionalInterface
public interface PacketMatcher {
  /** Whether a frame is one of those described. */
  boolean matches(Frame frame);

  /** Matches what both match; the other is asked only about what this one matches. */
  default PacketMatcher and(PacketMatcher other) {
    return new NamedMatcher(
        this + " and " + other, frame -> matches(frame) && other.matches(frame));
  }

  /** Matches what either matches; the other is asked only about what this one does not match. */
  default PacketMatcher or(PacketMatcher other) {
    return new NamedMatcher(this + " or " + other, frame -> matches(frame) || other.matches(frame));
  }

  /** Matches what this one does not match. */
  default PacketMatcher not() {
    return new NamedMatcher("not (" + this + ")", frame -> !matches(frame));
  }

  /** The first frames that this one matches, and none after them. */
  default PacketMatcher first(long count) {
    return Counting.range(this, 0, count, "first " + count + " of (" + this + ")");
  }

  /** Matches what this one matches, but for so many at the beginning. */
  default PacketMatcher after(long count) {
    return Counting.range(
        this, count, Long.MAX_VALUE, "all but the first " + count + " of (" + this + ")");
  }
}
