// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a run that ends by itself from one that Ctrl-C or SIGTERM ends. */
final class Interruption {
  private static final Logger log = LoggerFactory.getLogger(Interruption.class);

  /** Time that the end of a run may take: whoever reads its output may have stopped reading. */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private Interruption() {}

  /**
   * Runs something that may be interrupted.
   *
   * @param interrupted runs in another thread before the JVM ends
   * @return whether it came to its end; else the JVM is ending, and what came of it is worth
   *     nothing
   */
  static boolean during(Runnable run, Runnable interrupted) {
    Thread hook = new Thread(() -> bounded(interrupted, LIMIT), "interruption");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      run.run();
    } catch (RuntimeException e) {
      if (removed(hook)) {
        throw e;
      }
      log.debug("the end of the JVM broke the run", e);
      return false;
    }
    return removed(hook);
  }

  /** Runs it, and returns at the latest when the limit has passed; the JVM ends then. */
  static void bounded(Runnable interrupted, Duration limit) {
    Thread work = new Thread(interrupted, "end of the run");
    work.setDaemon(true);
    work.start();
    try {
      work.join(limit.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean removed(Thread hook) {
    try {
      return Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      log.debug("the JVM is ending: {}", e.toString());
      return false;
    }
  }
}
