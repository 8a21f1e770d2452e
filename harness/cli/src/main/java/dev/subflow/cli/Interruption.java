// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a run that ends by itself from one that Ctrl-C or SIGTERM ends. */
final class Interruption {
  private static final Logger log = LoggerFactory.getLogger(Interruption.class);

  private Interruption() {}

  /**
   * Runs something that may be interrupted.
   *
   * @param interrupted runs in another thread before the JVM ends
   * @return whether it came to its end; else the JVM is ending, and what came of it is worth
   *     nothing
   */
  static boolean during(Runnable run, Runnable interrupted) {
    Thread hook = new Thread(interrupted, "interruption");
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

  private static boolean removed(Thread hook) {
    try {
      return Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      log.debug("the JVM is ending: {}", e.toString());
      return false;
    }
  }
}
