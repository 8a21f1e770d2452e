// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.topology.QueueLimit;
import dev.subflow.topology.Rate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One byte takes 8 ns at {@link #FAST}, so a frame of 100 bytes 800 ns. */
final class RateStageTest {
  private static final Optional<Rate> FAST = Optional.of(Rate.megabits(1000));
  private static final QueueLimit MUCH = QueueLimit.bytes(1 << 20);

  /** Any origin will do, also one from which times overflow. */
  private static final long ORIGIN = Long.MAX_VALUE - Duration.ofNanos(500).toNanos();

  private final List<Long> left = new ArrayList<>();
  private final RateStage stage = new RateStage((frame, departure) -> left.add(departure - ORIGIN));

  private boolean offer(int bytes, QueueLimit limit, long at) {
    return stage.offer(new byte[bytes], limit, ORIGIN + at);
  }

  @Test
  void withoutARateFramesLeaveAtOnce() {
    assertThat(offer(100, QueueLimit.bytes(1), 5)).isTrue();

    assertThat(left).containsExactly(5L);
    assertThat(stage.isEmpty()).isTrue();
  }

  @Test
  void timesFollowFromTheRateHoweverLateItIsAsked() {
    stage.change(FAST, ORIGIN);
    offer(100, MUCH, 0);
    offer(50, MUCH, 100);
    offer(100, MUCH, 200);
    assertThat(stage.headLeaves() - ORIGIN).isEqualTo(800);
    assertThat(stage.frames()).isEqualTo(3);
    assertThat(stage.bytes()).isEqualTo(250);

    stage.advance(ORIGIN + 1199);
    assertThat(left).containsExactly(800L);
    stage.advance(ORIGIN + 9000);
    assertThat(left).containsExactly(800L, 1200L, 2000L);
    assertThat(stage.bytes()).isZero();
  }

  @Test
  void aFrameBeginsWhenItComesIfNothingWaits() {
    stage.change(FAST, ORIGIN);
    offer(100, MUCH, 0);
    offer(100, MUCH, 5000);

    assertThat(left).containsExactly(800L);
    assertThat(stage.headLeaves() - ORIGIN).isEqualTo(5800);
  }

  @Test
  void aFullQueueRefusesButOneFrameAlwaysFits() {
    stage.change(FAST, ORIGIN);

    assertThat(offer(1500, QueueLimit.bytes(100), 0)).as("into an empty queue").isTrue();
    assertThat(offer(10, QueueLimit.bytes(100), 0)).isFalse();
    assertThat(offer(10, QueueLimit.frames(2), 0)).isTrue();
    assertThat(offer(10, QueueLimit.frames(2), 0)).isFalse();
    assertThat(stage.frames()).isEqualTo(2);
  }

  @Test
  void anotherRateHoldsForTheRestOfTheFrame() {
    stage.change(FAST, ORIGIN);
    offer(100, MUCH, 0);
    offer(100, MUCH, 0);

    stage.change(Optional.of(Rate.megabits(500)), ORIGIN + 400);
    stage.advance(ORIGIN + 9000);

    assertThat(left).containsExactly(1200L, 2800L);
  }

  @Test
  void withoutARateAnyMoreAllThatWaitsLeavesInOrder() {
    stage.change(FAST, ORIGIN);
    offer(100, MUCH, 0);
    offer(100, MUCH, 0);
    offer(100, MUCH, 0);

    stage.change(Optional.empty(), ORIGIN + 1000);

    assertThat(left).containsExactly(800L, 1000L, 1000L);
    assertThat(stage.isEmpty()).isTrue();
    assertThat(stage.bytes()).isZero();
  }
}
