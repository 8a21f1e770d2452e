// SPDX-License-Identifier: Apache-2.0
package dev.subflow.process;

import dev.subflow.failure.InfrastructureException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process outside the JVM that holds one end of a pipe: when the JVM is gone, even by {@code kill
 * -9}, the pipe closes and the guard clears away what belonged to it. A guard that dies is
 * replaced. Thread-safe.
 */
public final class Guard implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Guard.class);
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);
  private static final String READY = "ready";

  /** One that dies more often than that is not worth another. */
  private static final int RESTARTS = 20;

  private static final int WORDS_LIMIT = 4096;

  private final String name;
  private final String[] argv;
  private final List<String> told = new ArrayList<>();
  private Process process;
  private int restarts;
  private boolean closed;

  private Guard(String name, String[] argv, Process process) {
    this.name = name;
    this.argv = argv;
    this.process = process;
  }

  /**
   * Starts a guard and waits until it watches.
   *
   * @param name what messages call it, such as "the reaper of containers"
   * @param script for sh; it says "ready" first, and clears when its standard input ends
   * @param zero the script's own name, for lists of processes
   */
  public static Guard start(String name, String script, String zero, String argument) {
    String[] argv = {"setsid", "sh", "-c", script, zero, argument};
    Guard guard = new Guard(name, argv, launch(name, argv));
    guard.watch();
    return guard;
  }

  private static Process launch(String name, String... argv) {
    try {
      Process process = spawn(argv);
      String answer = text(process.getInputStream().readNBytes(READY.length()));
      if (!answer.equals(READY)) {
        throw new InfrastructureException(name + " ended at once: " + answer + rest(process));
      }
      return process;
    } catch (IOException e) {
      throw new InfrastructureException(name + " does not start; it needs sh, setsid and grep", e);
    }
  }

  /** The rest of what one that failed had to say, as far as it is there, with its exit code. */
  private static String rest(Process failed) throws IOException {
    String code = " (it did not end)";
    try {
      if (failed.waitFor(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) {
        code = " (exit code " + failed.exitValue() + ")";
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    InputStream out = failed.getInputStream();
    byte[] words = out.readNBytes(Math.min(out.available(), WORDS_LIMIT));
    failed.destroyForcibly();
    return text(words).stripTrailing() + code;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private void watch() {
    var unused = process.onExit().thenAcceptAsync(this::ended, Background.threads());
  }

  /** Starts another in the place of one that died, and tells it what that one knew. */
  private synchronized void ended(Process gone) {
    if (closed || gone.pid() != process.pid() || Shutdown.isUnderWay()) {
      return;
    }
    if (restarts++ >= RESTARTS) {
      log.error("{} died {} times; nothing clears up should this JVM be killed", name, restarts);
      return;
    }
    log.warn("{} (pid {}) died with exit code {}", name, gone.pid(), gone.exitValue());
    try {
      process = launch(name, argv);
    } catch (InfrastructureException e) {
      log.error("{}; nothing clears up should this JVM be killed", e.getMessage());
      return;
    }
    watch();
    told.forEach(this::send);
  }

  private static Process spawn(String... argv) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(argv).redirectErrorStream(true);
    // A guard that carries the marker of a session would die with that one's processes.
    builder.environment().remove(Session.MARKER);
    return builder.start();
  }

  /** Tells the script a line, and any other that takes its place. */
  public synchronized void order(String line) {
    told.add(line);
    send(line);
  }

  private void send(String line) {
    OutputStream orders = process.getOutputStream();
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
    closed = true;
    try {
      process.getOutputStream().close();
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

  synchronized long pid() {
    return process.pid();
  }
}
