// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * First class of the process. It sees to it that whatever ends the process, in any thread, is told
 * in one line and with exit code 3: the JVM's own way is a stack trace and the exit code 1, which
 * says that a test failed.
 */
public final class Launch {
  /** Time that the end may take: it may want memory too. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /**
   * Bytes of heap below which nothing is begun. No command fits into them, and libraries that catch
   * the error have lines of their own to print.
   */
  private static final long LEAST_HEAP = 24L << 20;

  private static final byte[] OUT_OF_MEMORY = Fatal.line(Fatal.outOfMemory());
  private static final AtomicBoolean ENDING = new AtomicBoolean();

  private Launch() {}

  /** Runs the command line and exits with its code. */
  public static void main(String[] args) {
    if (Runtime.getRuntime().maxMemory() < LEAST_HEAP) {
      Fatal.print(OUT_OF_MEMORY);
      Runtime.getRuntime().halt(ExitCodes.INCONCLUSIVE);
    }
    guard(() -> Main.main(args));
  }

  /** Runs something, and ends the process should it or any thread come to its end. */
  static void guard(Runnable work) {
    Thread.setDefaultUncaughtExceptionHandler(Launch::uncaught);
    try {
      work.run();
    } catch (Error e) {
      // Of the class Main itself, or of those that it needs to begin with.
      end(e);
    }
  }

  private static void uncaught(Thread thread, Throwable thrown) {
    if (Fatal.isFatal(thrown)) {
      end(thrown);
    } else {
      Fatal.print(
          Fatal.line(
              "internal error in thread \"" + thread.getName() + "\": " + Fatal.message(thrown)));
    }
  }

  /** Ends the process; the first fault alone is told, as others come of it. */
  private static void end(Throwable thrown) {
    if (!ENDING.compareAndSet(false, true)) {
      return;
    }
    try {
      Fatal.print(Fatal.isOutOfMemory(thrown) ? OUT_OF_MEMORY : Fatal.line(Fatal.message(thrown)));
      if (isUnderWay()) {
        // Exit would wait for this thread, which may be one of those that it waits for.
        return;
      }
      Thread watch = new Thread(Launch::haltLater, "end of all");
      watch.setDaemon(true);
      watch.start();
      System.exit(ExitCodes.INCONCLUSIVE);
    } catch (Error again) {
      Fatal.print(OUT_OF_MEMORY);
      Runtime.getRuntime().halt(ExitCodes.INCONCLUSIVE);
    }
  }

  /** Asks the JVM; {@code Shutdown} knows too, but must not be needed where classes are missing. */
  private static boolean isUnderWay() {
    Thread probe = new Thread(() -> {}, "end probe");
    try {
      Runtime.getRuntime().addShutdownHook(probe);
      Runtime.getRuntime().removeShutdownHook(probe);
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  private static void haltLater() {
    try {
      Thread.currentThread().join(PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(ExitCodes.INCONCLUSIVE);
  }
}
