// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import dev.subflow.packet.Frame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/** Two middleboxes, one after the other. */
record MiddleboxChain(Middlebox first, Middlebox second) implements Middlebox {
  MiddleboxChain {
    Objects.requireNonNull(first, "first");
    Objects.requireNonNull(second, "second");
  }

  @Override
  public List<Frame> pass(Frame frame, Crossing crossing) {
    return second(first.pass(frame, new Between(crossing)), crossing);
  }

  @Override
  public Set<Alteration> alterations() {
    Set<Alteration> both = new LinkedHashSet<>(first.alterations());
    both.addAll(second.alterations());
    return both;
  }

  private List<Frame> second(List<Frame> frames, Crossing crossing) {
    if (frames.size() == 1) {
      return second.pass(frames.get(0), crossing);
    }
    List<Frame> passed = new ArrayList<>();
    frames.forEach(frame -> passed.addAll(second.pass(frame, crossing)));
    return passed;
  }

  @Override
  public String toString() {
    return first + ", then " + second;
  }

  /** Frames of the first box: whatever it holds back goes through the second one, too. */
  private final class Between implements Crossing {
    private final Crossing crossing;

    Between(Crossing crossing) {
      this.crossing = crossing;
    }

    @Override
    public Direction direction() {
      return crossing.direction();
    }

    @Override
    public void answer(Frame frame) {
      crossing.answer(frame);
    }

    @Override
    public void later(Duration delay, Supplier<List<Frame>> frames) {
      crossing.later(delay, () -> second(frames.get(), crossing));
    }
  }
}
