// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire.middlebox;

import dev.subflow.wire.Crossing;
import dev.subflow.wire.Direction;
import dev.subflow.wire.packet.Packet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Keeps what a middlebox does besides letting frames pass. */
final class FakeCrossing implements Crossing {
  private final List<Packet> answers = new ArrayList<>();
  private final List<Supplier<List<Packet>>> later = new ArrayList<>();

  @Override
  public Direction direction() {
    return Direction.from("a", "eth1");
  }

  @Override
  public void answer(Packet frame) {
    answers.add(frame);
  }

  @Override
  public void later(Duration delay, Supplier<List<Packet>> frames) {
    later.add(frames);
  }

  List<Packet> answers() {
    return answers;
  }

  /** What all that was put off gives. */
  List<Packet> released() {
    return later.stream().flatMap(s -> s.get().stream()).toList();
  }
}
