// SPDX-License-Identifier: Apache-2.0
package dev.subflow.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Builds the agent from its C sources, where there is a compiler. */
final class AgentSources {
  private AgentSources() {}

  /** The agent's program, built if need be. */
  static Path agent() {
    Path out = buildDirectory();
    make(out, "agent");
    return out.resolve("agent");
  }

  /** Runs a target of the agent's Makefile; skips the test that needs it where gcc is missing. */
  static String make(Path out, String target) {
    requireCompiler();
    try {
      Process make =
          new ProcessBuilder("make", "-C", sources().toString(), target, "O=" + out)
              .redirectErrorStream(true)
              .start();
      String output = new String(make.getInputStream().readAllBytes(), UTF_8);
      if (make.waitFor() != 0) {
        fail("make " + target + " failed:\n" + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while building the agent", e);
    }
  }

  static Path buildDirectory() {
    return Path.of("target", "agent").toAbsolutePath();
  }

  private static void requireCompiler() {
    boolean present = isInPath("gcc") && isInPath("make");
    if (!present && System.getProperty("subflow.require", "").contains("gcc")) {
      fail("gcc and make are required (subflow.require) and not in PATH");
    }
    Assumptions.assumeTrue(present, "gcc or make is missing: the agent cannot be built here");
  }

  private static boolean isInPath(String program) {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }

  private static Path sources() {
    return Stream.of("../..", ".")
        .map(up -> Path.of(up, "images", "guest", "agent").toAbsolutePath().normalize())
        .filter(Files::isDirectory)
        .findFirst()
        .orElseGet(() -> fail("images/guest/agent is neither here nor one directory up"));
  }
}
