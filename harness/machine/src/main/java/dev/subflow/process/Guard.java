// SPDX-License-Identifier: Apache-2.0
package dev.subflow.process;

import dev.subflow.failure.InfrastructureException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process outside the JVM that holds one end of a pipe: when the JVM is gone, even by {@code kill
 * -9}, the pipe closes and the guard clears away what belonged to it. Thread-safe.
 */
public final class Guard implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Guard.class);
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final String READY = "ready";

  private final String name;
  private final Process process;
  private final OutputStream orders;

  private Guard(String name, Process process) {
    this.name = name;
    this.process = process;
    this.orders = process.getOutputStream();
  }

  /**
   * Starts a guard and waits until it watches.
   *
   * @param name what messages call it, such as "the reaper of containers"
   * @param script for sh; it says "ready" first, and clears when its standard input ends
   * @param zero the script's own name, for lists of processes
   */
  public static Guard start(String name, String script, String zero, String argument) {
    Process process;
    String answer;
    try {
      process = launch("setsid", "sh", "-c", script, zero, argument);
      InputStream out = process.getInputStream();
      answer = new String(out.readNBytes(READY.length()), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new InfrastructureException(name + " does not start; it needs sh, setsid and grep", e);
    }
    if (!answer.equals(READY)) {
      process.destroyForcibly();
      throw new InfrastructureException(name + " ended at once: " + answer);
    }
    return new Guard(name, process);
  }

  private static Process launch(String... argv) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(argv).redirectErrorStream(true);
    // A guard that carries the marker of a session would die with that one's processes.
    builder.environment().remove(Session.MARKER);
    return builder.start();
  }

  /** Tells the script a line. */
  public synchronized void order(String line) {
    try {
      orders.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      orders.flush();
    } catch (IOException e) {
      log.warn("{} is gone: {}", name, e.toString());
    }
  }

  /** Lets go of the pipe and waits until everything is cleared. */
  @Override
  public synchronized void close() {
    try {
      orders.close();
    } catch (IOException e) {
      log.debug("{} was gone already: {}", name, e.getMessage());
    }
    try {
      if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("{} (pid {}) is still at it", name, process.pid());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  long pid() {
    return process.pid();
  }
}
