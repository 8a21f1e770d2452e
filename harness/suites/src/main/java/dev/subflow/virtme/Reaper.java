// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.process.Scripts;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process outside the JVM that removes what belongs to it when it is gone, even by {@code kill
 * -9}: containers first, then files. Thread-safe.
 */
final class Reaper implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Reaper.class);
  private static final String READY = "ready";
  private static final long PATIENCE_S = 15;

  private final Process process;
  private final OutputStream orders;

  private Reaper(Process process) {
    this.process = process;
    this.orders = process.getOutputStream();
  }

  /** Starts it, and waits until it listens. */
  static Reaper start(String engine) {
    ProcessBuilder builder =
        new ProcessBuilder(
                "setsid", "sh", "-c", Scripts.of(Reaper.class, "reaper.sh"), "reaper", engine)
            .redirectErrorStream(true);
    // With the mark of a session it would be ended together with that one's processes.
    builder.environment().remove("SUBFLOW_SESSION");
    try {
      Process process = builder.start();
      InputStream out = process.getInputStream();
      String answer = new String(out.readNBytes(READY.length()), StandardCharsets.UTF_8);
      if (answer.equals(READY)) {
        return new Reaper(process);
      }
      process.destroyForcibly();
      throw new InfrastructureException("the reaper of containers ended at once: " + answer);
    } catch (IOException e) {
      throw new InfrastructureException(
          "the reaper of containers does not start; it needs sh, setsid and grep", e);
    }
  }

  void container(String id) {
    order("+c " + id);
  }

  void containerIsGone(String id) {
    order("-c " + id);
  }

  void file(Path path) {
    order("+f " + path);
  }

  void fileIsGone(Path path) {
    order("-f " + path);
  }

  private synchronized void order(String line) {
    try {
      orders.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      orders.flush();
    } catch (IOException e) {
      log.warn("the reaper of containers is gone: {}", e.toString());
    }
  }

  /** Lets it go; what is still its to remove is removed when this returns. */
  @Override
  public synchronized void close() {
    try {
      orders.close();
      if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
        log.warn("the reaper of containers (pid {}) is still at it", process.pid());
      }
    } catch (IOException e) {
      log.debug("the reaper of containers was gone already: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
