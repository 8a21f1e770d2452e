// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.subflow.topology.OneHost;
import dev.subflow.topology.Topology;
import dev.subflow.topology.TwoPaths;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class GuestMemoryTest {
  private static final Topology ONE = new OneHost().topology();
  private static final Topology TWO = new TwoPaths().topology();

  @Test
  void labsWaitUntilTheirGuestsFit() {
    GuestMemory memory = new GuestMemory(1000);
    GuestMemory.Permit two = memory.acquire(TWO);
    GuestMemory.Permit one = memory.acquire(ONE);
    CompletableFuture<GuestMemory.Permit> waiting =
        CompletableFuture.supplyAsync(() -> memory.acquire(TWO));

    await().during(Duration.ofMillis(100)).until(() -> !waiting.isDone());
    one.close();
    await().during(Duration.ofMillis(100)).until(() -> !waiting.isDone());
    two.close();
    await().until(waiting::isDone);
    waiting.join().close();
  }

  @Test
  void oneThatNeverFitsRunsAlone() {
    GuestMemory memory = new GuestMemory(100);
    try (GuestMemory.Permit first = memory.acquire(TWO)) {
      assertThat(first).isNotNull();
    }
    memory.acquire(TWO).close();
  }

  @Test
  void aPermitIsReleasedOnce() {
    GuestMemory memory = new GuestMemory(640);
    GuestMemory.Permit permit = memory.acquire(TWO);
    permit.close();
    permit.close();
    GuestMemory.Permit next = memory.acquire(TWO);
    CompletableFuture<GuestMemory.Permit> waiting =
        CompletableFuture.supplyAsync(() -> memory.acquire(ONE));

    await().during(Duration.ofMillis(100)).until(() -> !waiting.isDone());
    next.close();
    waiting.join().close();
  }

  @Test
  void theBudgetHoldsWithManyAtOnce() {
    GuestMemory memory = new GuestMemory(2 * 640);
    AtomicInteger alive = new AtomicInteger();
    List<CompletableFuture<Integer>> labs =
        IntStream.range(0, 40)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> {
                          try (GuestMemory.Permit permit = memory.acquire(TWO)) {
                            assertThat(permit).isNotNull();
                            int now = alive.incrementAndGet();
                            alive.decrementAndGet();
                            return now;
                          }
                        }))
            .toList();

    assertThat(labs).allMatch(lab -> lab.join() <= 2);
  }
}
