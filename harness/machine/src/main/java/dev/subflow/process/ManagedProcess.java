// SPDX-License-Identifier: Apache-2.0
package dev.subflow.process;

import dev.subflow.failure.InfrastructureException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A host process under a {@link Session}'s supervision: it runs in a session of its own, so that
 * Ctrl-C reaches only the JVM, and it never outlives the JVM. Thread-safe.
 */
public final class ManagedProcess implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ManagedProcess.class);

  /** For output that is in flight when the process has already ended. */
  private static final Duration DRAIN = Duration.ofSeconds(2);

  private static final int TAIL_LINES = 20;

  private final ProcessSpec spec;
  private final Process process;
  private final BoundedLog output;
  private final CompletableFuture<ProcessExit> exit;

  ManagedProcess(ProcessSpec spec, Process process, BoundedLog output) {
    this.spec = spec;
    this.process = process;
    this.output = output;
    CompletableFuture<Boolean> drained = pump();
    this.exit =
        process
            .onExit()
            .thenCompose(
                gone ->
                    drained
                        .completeOnTimeout(false, DRAIN.toMillis(), TimeUnit.MILLISECONDS)
                        .thenApply(all -> ended(gone)));
  }

  private CompletableFuture<Boolean> pump() {
    InputStream from = spec.pipes() ? process.getErrorStream() : process.getInputStream();
    CompletableFuture<Boolean> drained = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              copy(from);
              drained.complete(true);
            },
            "output of " + spec.name());
    thread.setDaemon(true);
    thread.start();
    return drained;
  }

  private void copy(InputStream from) {
    byte[] buffer = new byte[16 << 10];
    boolean writable = true;
    try (from) {
      for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
        writable = writable && write(buffer, n);
      }
    } catch (IOException e) {
      log.debug("output of {} ended: {}", spec.name(), e.getMessage());
    }
  }

  /** A full disk must not block the process: what cannot be written is read all the same. */
  private boolean write(byte[] buffer, int length) {
    try {
      output.write(buffer, length);
      return true;
    } catch (IOException e) {
      log.warn("log of {} stops here: {}", spec.name(), e.getMessage());
      return false;
    }
  }

  private ProcessExit ended(Process gone) {
    try {
      output.close();
    } catch (IOException e) {
      log.warn("log of {} is incomplete: {}", spec.name(), e.getMessage());
    }
    return new ProcessExit(gone.exitValue());
  }

  public String name() {
    return spec.name();
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Completes when the process has ended and its output has been read. */
  public CompletableFuture<ProcessExit> exit() {
    return exit.copy();
  }

  /** Exit of the process; empty while it runs. */
  public Optional<ProcessExit> exited() {
    return Optional.ofNullable(exit.getNow(null));
  }

  /**
   * Waits for the process to end by itself; empty when it still runs after {@code timeout}.
   *
   * @throws InfrastructureException if the calling thread is interrupted
   */
  public Optional<ProcessExit> waitFor(Duration timeout) {
    try {
      return Optional.of(exit.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new InfrastructureException("waiting for " + describe() + " failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InfrastructureException("interrupted while waiting for " + describe(), e);
    }
  }

  /** The program's stdin; only with {@link ProcessSpec#withPipes}. */
  public OutputStream stdin() {
    requirePipes();
    return process.getOutputStream();
  }

  /** The program's stdout; only with {@link ProcessSpec#withPipes}. */
  public InputStream stdout() {
    requirePipes();
    return process.getInputStream();
  }

  private void requirePipes() {
    if (!spec.pipes()) {
      throw new IllegalStateException(spec.name() + " was started without pipes");
    }
  }

  /** The last 20 lines of the output, for messages. */
  public String tail() {
    return output.tail(TAIL_LINES);
  }

  /** Name, number and program, for messages: {@code qemu-client (pid 4711, qemu-system-x86_64)}. */
  public String describe() {
    return spec.name() + " (pid " + process.pid() + ", " + spec.argv().get(0) + ")";
  }

  /** Ends the process at once, with SIGKILL, and everything it started. */
  public void kill() {
    List<ProcessHandle> tree = tree();
    process.destroyForcibly();
    reap(tree);
  }

  /** Ends the process: SIGTERM, and after the grace period SIGKILL for it and all it started. */
  @Override
  public void close() {
    List<ProcessHandle> tree = tree();
    process.destroy();
    if (waitFor(spec.grace()).isEmpty()) {
      log.debug("{} ignored SIGTERM for {}", describe(), spec.grace());
      process.destroyForcibly();
    }
    reap(tree);
  }

  private List<ProcessHandle> tree() {
    return process.toHandle().descendants().toList();
  }

  private void reap(List<ProcessHandle> tree) {
    tree.forEach(ProcessHandle::destroyForcibly);
    if (waitFor(DRAIN.multipliedBy(2)).isEmpty()) {
      throw new InfrastructureException(
          describe() + " survived SIGKILL: it hangs in the host's kernel");
    }
  }
}
