// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire.middlebox;

import dev.subflow.packet.Frame;
import dev.subflow.wire.Crossing;
import dev.subflow.wire.Direction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Keeps what a middlebox does besides letting frames pass. */
final class FakeCrossing implements Crossing {
  private final List<Frame> answers = new ArrayList<>();
  private final List<Supplier<List<Frame>>> later = new ArrayList<>();

  @Override
  public Direction direction() {
    return Direction.from("a", "eth1");
  }

  @Override
  public void answer(Frame frame) {
    answers.add(frame);
  }

  @Override
  public void later(Duration delay, Supplier<List<Frame>> frames) {
    later.add(frames);
  }

  List<Frame> answers() {
    return answers;
  }

  /** What all that was put off gives. */
  List<Frame> released() {
    return later.stream().flatMap(s -> s.get().stream()).toList();
  }
}
