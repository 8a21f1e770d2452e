// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks.faults;

import dev.subflow.report.RunReport;
import dev.subflow.report.TestResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Files that runs leave in a folder. */
final class OutFiles {
  private OutFiles() {}

  /** Files of a name in the folder and those below it; none where there is no such folder. */
  static List<Path> named(Path folder, String name) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(f -> f.endsWith(name)).sorted().toList();
    }
  }

  /** Whether a file of that name has such a text. */
  static boolean say(Path folder, String name, Pattern text) throws IOException {
    for (Path file : named(folder, name)) {
      // Consoles have any octets.
      if (text.matcher(Files.readString(file, StandardCharsets.ISO_8859_1)).find()) {
        return true;
      }
    }
    return false;
  }

  /** Results of all runs in the folder and those below it. */
  static List<TestResult> results(Path folder) throws IOException {
    return named(folder, "results.jsonl").stream()
        .flatMap(lines -> RunReport.read(lines.resolveSibling("")).results().stream())
        .toList();
  }

  /** Size of all files. */
  static long bytes(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(f -> f.toFile().length()).sum();
    }
  }

  /** Text of a file, of any octets; none where there is no such file. */
  static String text(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
