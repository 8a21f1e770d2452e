// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** One run of the command line in this JVM: what it printed and its exit code. */
record CommandLineRun(int exitCode, String out, String err) {
  static CommandLineRun of(String... args) {
    return withInput("", args);
  }

  static CommandLineRun withInput(String input, String... args) {
    return on(false, Map.of(), input, args);
  }

  /** A run of a user whose caches are in a folder. */
  static CommandLineRun withCache(Path folder, String... args) {
    return on(false, Map.of("XDG_CACHE_HOME", folder.toString()), "", args);
  }

  static CommandLineRun onTerminal(Map<String, String> environment, String... args) {
    return on(true, environment, "", args);
  }

  private static CommandLineRun on(
      boolean terminal, Map<String, String> environment, String input, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Streams streams =
        new Streams(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            terminal,
            terminal,
            terminal,
            environment);
    int exitCode = Main.run(streams, args);
    return new CommandLineRun(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  String all() {
    return out + err;
  }
}
