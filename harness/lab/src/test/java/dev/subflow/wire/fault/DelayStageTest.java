// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.topology.Reordering;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DelayStageTest {
  /** Any origin will do, also one from which times overflow. */
  private static final long ORIGIN = Long.MAX_VALUE - 50;

  private final DelayStage stage = new DelayStage();

  private void enter(int number, long due) {
    stage.enter(new byte[] {(byte) number}, ORIGIN + due);
  }

  private void aside(int number, long due, int distance, long patience) {
    stage.enterAside(
        new byte[] {(byte) number},
        ORIGIN + due,
        new Reordering(1, distance, Duration.ofNanos(patience)));
  }

  private List<Integer> arrivedBy(long time) {
    List<Integer> arrived = new ArrayList<>();
    for (byte[] frame = stage.poll(ORIGIN + time);
        frame != null;
        frame = stage.poll(ORIGIN + time)) {
      arrived.add((int) frame[0]);
    }
    return arrived;
  }

  @Test
  void aShorterDelayDoesNotOvertake() {
    enter(1, 100);
    enter(2, 10);

    assertThat(stage.nextDue() - ORIGIN).isEqualTo(100);
    assertThat(arrivedBy(99)).isEmpty();
    assertThat(arrivedBy(100)).containsExactly(1, 2);
    enter(3, 20);
    assertThat(arrivedBy(100)).as("nothing is before it").containsExactly(3);
  }

  @Test
  void aFrameSetAsideComesBehindAsManyAsItWasTold() {
    aside(1, 10, 2, 1000);
    enter(2, 20);
    enter(3, 30);
    enter(4, 40);

    assertThat(stage.frames()).isEqualTo(4);
    assertThat(arrivedBy(40)).containsExactly(2, 3, 1, 4);
    assertThat(stage.isEmpty()).isTrue();
  }

  @Test
  void itsPatienceEndsWhenTooFewCome() {
    aside(1, 10, 5, 100);
    enter(2, 20);

    assertThat(arrivedBy(20)).containsExactly(2);
    assertThat(stage.nextDue() - ORIGIN).isEqualTo(110);
    assertThat(arrivedBy(109)).isEmpty();
    assertThat(arrivedBy(110)).containsExactly(1);
  }

  @Test
  void aDistanceWithoutEndIsADelayThatOthersOvertake() {
    aside(1, 10, Integer.MAX_VALUE, 100);
    enter(2, 20);

    assertThat(arrivedBy(200)).containsExactly(2, 1);
  }

  @Test
  void hasteningKeepsTheOrder() {
    enter(1, 100);
    enter(2, 200);
    aside(3, 300, 9, 1000);

    stage.hasten(ORIGIN + 50);
    enter(4, 60);

    assertThat(stage.nextDue() - ORIGIN).isEqualTo(50);
    assertThat(arrivedBy(60)).containsExactly(1, 2, 3, 4);
  }

  @Test
  void whatIsDueBeforeIsNotPutOffByHastening() {
    enter(1, 10);
    stage.hasten(ORIGIN + 50);

    assertThat(arrivedBy(10)).containsExactly(1);
  }

  @Test
  void memoryIsCountedUntilFramesArrive() {
    enter(1, 10);
    aside(2, 10, 9, 10);
    assertThat(stage.bytes()).isGreaterThan(2 * 64);

    arrivedBy(20);
    assertThat(stage.bytes()).isZero();
    enter(3, 10);
    stage.clear();
    assertThat(stage.bytes()).isZero();
    assertThat(stage.isEmpty()).isTrue();
  }
}
