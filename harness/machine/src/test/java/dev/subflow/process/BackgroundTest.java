// SPDX-License-Identifier: Apache-2.0
package dev.subflow.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class BackgroundTest {
  /** More than any shared pool of a small machine has threads. */
  private static final int MANY = 100;

  @Test
  void tasksThatBlockDoNotHoldUpOthers() throws Exception {
    CountDownLatch all = new CountDownLatch(MANY);
    List<CompletableFuture<Boolean>> tasks = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      tasks.add(
          CompletableFuture.supplyAsync(
              () -> {
                all.countDown();
                try {
                  return all.await(30, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                  return false;
                }
              },
              Background.threads()));
    }

    for (CompletableFuture<Boolean> task : tasks) {
      assertThat(task.get(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void delayedTaskRunsNoEarlier() throws Exception {
    long start = System.nanoTime();
    CompletableFuture<Long> ran =
        CompletableFuture.supplyAsync(System::nanoTime, Background.after(Duration.ofMillis(50)));

    assertThat(ran.get(30, TimeUnit.SECONDS) - start).isGreaterThanOrEqualTo(50_000_000L);
  }
}
