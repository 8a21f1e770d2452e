// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class WireLoopTest {
  private WireLoop loop;

  @BeforeEach
  void open() throws IOException {
    loop = new WireLoop("test-loop");
  }

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void actionsRunOnItsThreadWhileItRuns() {
    Thread caller = Thread.currentThread();

    assertThat(loop.call(Thread::currentThread)).as("before the start").isSameAs(caller);
    loop.start();
    assertThat(loop.call(() -> Thread.currentThread().getName())).isEqualTo("test-loop");
    assertThat(loop.call(() -> loop.call(() -> "within"))).isEqualTo("within");
    loop.stop();
    assertThat(loop.call(Thread::currentThread)).as("after the end").isSameAs(caller);
  }

  @Test
  void timersRingInTheOrderOfTheirTimesAndOfTheirSetting() throws Exception {
    List<String> rung = new CopyOnWriteArrayList<>();
    CompletableFuture<Boolean> last = new CompletableFuture<>();
    loop.start();
    loop.run(
        () -> {
          loop.schedule(
              Duration.ofMillis(30),
              () -> {
                rung.add("late");
                last.complete(true);
              });
          loop.schedule(Duration.ZERO, () -> rung.add("first"));
          loop.schedule(Duration.ofMillis(5), () -> rung.add("early"));
          loop.soon(() -> rung.add("soon"));
        });

    assertThat(last.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(rung).containsExactly("soon", "first", "early", "late");
  }

  @Test
  void whatAnActionThrowsIsToldToWhoAsked() {
    loop.start();

    assertThatThrownBy(() -> loop.run(this::fail))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("test-loop could not do it")
        .hasRootCauseMessage("no");
    loop.requireAlive();
    assertThat(loop.call(() -> 7)).isEqualTo(7);
  }

  @Test
  void anErrorInAnActionIsToldToo() {
    loop.start();

    assertThatThrownBy(() -> loop.run(this::overflow))
        .isInstanceOf(IllegalStateException.class)
        .hasRootCauseInstanceOf(StackOverflowError.class);
    loop.requireAlive();
    assertThat(loop.call(() -> 7)).isEqualTo(7);
  }

  private void overflow() {
    throw new StackOverflowError();
  }

  private void fail() {
    throw new IllegalArgumentException("no");
  }

  @Test
  void aTimerThatThrowsIsABugAndEndsTheLoop() throws Exception {
    loop.start();
    loop.run(() -> loop.schedule(Duration.ZERO, this::fail));

    FabricFixture.soon("end of the loop")
        .untilAsserted(
            () ->
                assertThatThrownBy(loop::requireAlive)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("test-loop died and its wires carry nothing")
                    .hasRootCauseMessage("no"));
    assertThat(loop.call(() -> "still")).as("counters stay readable").isEqualTo("still");
  }

  @Test
  void theWallClockShowsTheTimeAndNeverRunsBack() {
    WallClock clock = new WallClock();
    long before = clock.nanos();
    Instant shown = Instant.ofEpochSecond(0, before);

    assertThat(Duration.between(shown, Instant.now()).abs()).isLessThan(Duration.ofSeconds(20));
    for (int i = 0; i < 1000; i++) {
      long now = clock.nanos();
      assertThat(now).isGreaterThanOrEqualTo(before);
      before = now;
    }
  }
}
