// SPDX-License-Identifier: Apache-2.0
package dev.subflow.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Wireshark's reader on the command line, for tests that need a second opinion. */
public final class Tshark {
  private Tshark() {}

  /** Skips the test where there is no tshark; fails it where one is required. */
  public static void require() {
    boolean there =
        Stream.of(System.getenv("PATH").split(":", -1))
            .anyMatch(dir -> Files.isExecutable(Path.of(dir, "tshark")));
    if (!there && System.getProperty("subflow.require", "").contains("tshark")) {
      fail("tshark is required by -Dsubflow.require and is not on the PATH");
    }
    assumeTrue(there, "tshark is not on the PATH; install the package tshark");
  }

  /** What it prints, line by line. */
  public static List<String> lines(String... arguments) throws IOException, InterruptedException {
    List<String> lines = new ArrayList<>();
    run(lines::add, List.of(arguments));
    return lines;
  }

  /** Passes on what it prints, line by line. */
  public static void run(Consumer<String> line, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("tshark"));
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      out.lines().forEach(line);
    }
    assertThat(process.waitFor()).as("exit code of " + command).isZero();
  }
}
