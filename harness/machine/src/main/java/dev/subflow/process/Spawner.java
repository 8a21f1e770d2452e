// SPDX-License-Identifier: Apache-2.0
package dev.subflow.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts processes that the kernel kills when this JVM is gone.
 *
 * <p>The kernel's signal for that comes when the thread that started the process ends, so all are
 * started by one that lives as long as the JVM. Source: prctl(2), PR_SET_PDEATHSIG. Thread-safe.
 */
final class Spawner {
  private static final Logger log = LoggerFactory.getLogger(Spawner.class);
  private static final List<String> WRAPPER = List.of("setpriv", "--pdeathsig", "KILL");
  private static final int PATIENCE_SECONDS = 10;

  private static final ExecutorService THREAD =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "spawner");
            thread.setDaemon(true);
            return thread;
          });

  private Spawner() {}

  /** Holder: the wrapper is tried when the first process is started. */
  private static final class Found {
    static final List<String> WORDS = works() ? WRAPPER : List.of();

    private static boolean works() {
      ProcessBuilder builder =
          new ProcessBuilder("setpriv", "--pdeathsig", "KILL", "true")
              .redirectErrorStream(true)
              .redirectOutput(new File("/dev/null"));
      try {
        Process probe = builder.start();
        return probe.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && probe.exitValue() == 0;
      } catch (IOException e) {
        log.debug("no setpriv: {}", e.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return false;
    }
  }

  /**
   * Words that go before a command to have the kernel kill it with this JVM; none where util-linux
   * is too old or absent.
   */
  static List<String> diesWithThisJvm() {
    return Found.WORDS;
  }

  /** Starts a process; an interrupt of the caller neither stops nor loses it. */
  static Process start(ProcessBuilder builder) throws IOException {
    try {
      return CompletableFuture.supplyAsync(() -> spawn(builder), THREAD).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof UncheckedIOException io) {
        throw new IOException(io.getMessage(), io);
      }
      throw e;
    }
  }

  private static Process spawn(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
