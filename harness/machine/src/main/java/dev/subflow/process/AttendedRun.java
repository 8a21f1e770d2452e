// SPDX-License-Identifier: Apache-2.0
package dev.subflow.process;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.UsageException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * One run of a {@link Program} on the terminal of this JVM, outside any {@link Session}: setsid
 * would take the terminal away, by which {@code sudo -n} knows a password again. Nor may a question
 * of doctor need a session, as it is asked where none can be opened; and it takes 3 ms, not 25.
 */
final class AttendedRun {
  private AttendedRun() {}

  static Optional<String> ask(Program program, Duration patience) {
    Process process;
    try {
      process = start(program);
    } catch (IOException | UsageException e) {
      return Optional.empty();
    }
    List<ProcessHandle> children = List.of();
    try {
      // Read while it runs: a full pipe would hold it up.
      CompletableFuture<String> output =
          CompletableFuture.supplyAsync(() -> read(process), Background.threads());
      String said = output.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS) && process.exitValue() == 0
          ? Optional.of(said)
          : Optional.empty();
    } catch (TimeoutException | ExecutionException e) {
      children = process.descendants().toList();
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      process.destroyForcibly();
      children.forEach(ProcessHandle::destroyForcibly);
    }
  }

  private static String read(Process process) {
    try (var output = process.getInputStream()) {
      return new String(output.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ProcessExit tell(Program program, Consumer<String> lines) throws IOException {
    Process process = start(program);
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.accept(line);
      }
    }
    try {
      return new ProcessExit(process.waitFor());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InfrastructureException("interrupted while " + program + " ran", e);
    }
  }

  private static Process start(Program program) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(program.fullCommand())
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"));
    program.directory().ifPresent(folder -> builder.directory(folder.toFile()));
    builder.environment().keySet().removeAll(program.dropped());
    builder.environment().putAll(program.variables());
    return builder.start();
  }
}
