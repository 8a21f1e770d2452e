// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire.packet;

/**
 * Says of a frame whether it is meant; {@link FrameMatchers} has the common ones.
 *
 * <p>Called on the thread of the wires, so it must not wait. Those that count or learn have a state
 * of their own: use each in one place.
 */
@FunctionalInterface
public interface FrameMatcher {
  boolean matches(Packet frame);

  /** What both match; the other is asked only about what this one matches. */
  default FrameMatcher and(FrameMatcher other) {
    return new NamedMatcher(
        this + " and " + other, frame -> matches(frame) && other.matches(frame));
  }

  /** What either matches; the other is asked only about what this one does not match. */
  default FrameMatcher or(FrameMatcher other) {
    return new NamedMatcher(this + " or " + other, frame -> matches(frame) || other.matches(frame));
  }

  /** What this one does not match. */
  default FrameMatcher not() {
    return new NamedMatcher("not (" + this + ")", frame -> !matches(frame));
  }

  /** The first frames that this one matches, and none after them. */
  default FrameMatcher first(long count) {
    return Counting.range(this, 0, count, "first " + count + " of (" + this + ")");
  }

  /** What this one matches, but for so many at the beginning. */
  default FrameMatcher after(long count) {
    return Counting.range(
        this, count, Long.MAX_VALUE, "all but the first " + count + " of (" + this + ")");
  }
}
