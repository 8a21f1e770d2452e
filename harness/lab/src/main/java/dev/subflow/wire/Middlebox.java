// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import dev.subflow.packet.Frame;
import dev.subflow.packet.PacketMatcher;
import java.util.List;
import java.util.Set;

/**
 * A box on the path: says what becomes of each frame.
 *
 * <p>Put on a wire by {@link LiveWire#attach}; {@code dev.subflow.wire.middlebox.Middleboxes} has
 * the common ones. It is called on the one thread of all wires, for one frame after the other, so
 * it needs no locks for its state and must not wait. One that throws is taken off the wire and the
 * frame goes on as it was; see {@link LiveWire#takeFailures}.
 */
@FunctionalInterface
public interface Middlebox {
  /** The most frames that may come of one. */
  int MAX_FRAMES = 256;

  /**
   * Frames that go on in place of a frame.
   *
   * @return none to drop it, the frame itself, a changed one, or several in their order; at most
   *     {@link #MAX_FRAMES}
   */
  List<Frame> pass(Frame frame, Crossing crossing);

  /**
   * How the frames that it lets out may differ from those that it got; {@link Alteration#ANYTHING}
   * unless it says otherwise. The auditor of a test excuses what that explains, and nothing else.
   */
  default Set<Alteration> alterations() {
    return Set.of(Alteration.ANYTHING);
  }

  /** This box, then another. */
  default Middlebox andThen(Middlebox next) {
    return new MiddleboxChain(this, next);
  }

  /** This box for the frames that match; the others pass. */
  default Middlebox only(PacketMatcher matcher) {
    return new NamedMiddlebox(
        this + " only " + matcher,
        (frame, crossing) -> matcher.matches(frame) ? pass(frame, crossing) : List.of(frame),
        alterations());
  }

  /** This box under a name for messages. */
  default Middlebox named(String name) {
    return new NamedMiddlebox(name, this, alterations());
  }

  /** This box, of which it is known what it does. */
  default Middlebox altering(Set<Alteration> known) {
    return new NamedMiddlebox(toString(), this, known);
  }
}
