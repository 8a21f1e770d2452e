// SPDX-License-Identifier: Apache-2.0
package dev.subflow.process;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Runs tasks that block, each in a daemon thread of its own: the pool that all of a JVM share has
 * one thread on a machine with two processors.
 */
public final class Background {
  private Background() {}

  /** Runs a task at once. */
  public static Executor threads() {
    return Background::start;
  }

  /** Runs a task after a while, unless what it belongs to is cancelled until then. */
  public static Executor after(Duration delay) {
    return CompletableFuture.delayedExecutor(
        delay.toMillis(), TimeUnit.MILLISECONDS, Background::start);
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "subflow-background");
    thread.setDaemon(true);
    thread.start();
  }
}
