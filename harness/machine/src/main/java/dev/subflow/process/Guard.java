// SPDX-License-Identifier: Apache-2.0
package dev.subflow.process;

import dev.subflow.failure.InfrastructureException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process outside the JVM that holds one end of a pipe: when the JVM is gone, even by {@code kill
 * -9}, the pipe closes and the guard clears the session's directory and processes.
 */
final class Guard {
  private static final Logger log = LoggerFactory.getLogger(Guard.class);
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Path directory;
  private final Process process;

  private Guard(Path directory, Process process) {
    this.directory = directory;
    this.process = process;
  }

  /** Starts a guard and waits until it watches. */
  static Guard start(Path directory) {
    Process process;
    try {
      process = launch(directory);
      InputStream out = process.getInputStream();
      String answer = new String(out.readNBytes("ready".length()), StandardCharsets.UTF_8);
      if ("ready".equals(answer)) {
        return new Guard(directory, process);
      }
    } catch (IOException e) {
      throw new InfrastructureException(
          "the guard of " + directory + " does not start; it needs sh, setsid and grep", e);
    }
    process.destroyForcibly();
    throw new InfrastructureException("the guard of " + directory + " ended at once");
  }

  private static Process launch(Path directory) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("setsid", "sh", "-c", Scripts.GUARD, "guard", directory.toString())
            .redirectErrorStream(true);
    // A guard that carries the marker of an outer session would die with that one's processes.
    builder.environment().remove(Session.MARKER);
    return builder.start();
  }

  /** Clears the directory of a session whose JVM is gone. */
  static void sweep(Path directory) {
    start(directory).finish();
  }

  /** Lets go of the pipe and waits until everything is cleared. */
  void finish() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      log.debug("guard of {} was gone already: {}", directory, e.getMessage());
    }
    try {
      if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("the guard (pid {}) still clears {}", process.pid(), directory);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  long pid() {
    return process.pid();
  }
}
