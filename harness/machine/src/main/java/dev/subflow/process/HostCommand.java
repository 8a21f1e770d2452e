// SPDX-License-Identifier: Apache-2.0
package dev.subflow.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A short question to a program, answered in a few lines. */
public final class HostCommand {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private HostCommand() {}

  /** What the program says, stdout and stderr; empty when it fails or takes more than 10 s. */
  public static Optional<String> ask(List<String> argv) {
    return ask(argv, TIMEOUT);
  }

  public static Optional<String> ask(List<String> argv, Duration timeout) {
    Process process;
    try {
      process =
          new ProcessBuilder(argv)
              .redirectErrorStream(true)
              .redirectInput(new File("/dev/null"))
              .start();
    } catch (IOException e) {
      return Optional.empty();
    }
    try (var output = process.getInputStream()) {
      if (process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS) && process.exitValue() == 0) {
        return Optional.of(new String(output.readAllBytes(), StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
    return Optional.empty();
  }

  public static boolean succeeds(String... argv) {
    return ask(List.of(argv)).isPresent();
  }
}
