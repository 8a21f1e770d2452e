// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tries on disk, one a line, fields between tabs: a matrix that was interrupted keeps its own. */
final class Tries {
  private static final int FIELDS = 10;

  private Tries() {}

  static void add(Path file, Try one) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, line(one) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** All that are there; a line that a kill cut short is left out. */
  static List<Try> read(Path file) throws IOException {
    return Files.exists(file)
        ? Files.readAllLines(file).stream().flatMap(line -> parse(line).stream()).toList()
        : List.of();
  }

  /** Takes out those of some faults in some kinds of runs. */
  static void forget(Path file, List<String> faults, List<String> wheres) throws IOException {
    List<String> kept =
        read(file).stream()
            .filter(t -> !(faults.contains(t.fault()) && wheres.contains(t.where())))
            .map(Tries::line)
            .toList();
    if (Files.exists(file)) {
      Files.write(file, kept);
    }
  }

  // panic  first  2026-11-29T01:02:03Z  12.3  CRASH  CRASH  console+,last command-  words  7.3  TCG
  static String line(Try one) {
    List<String> checks = new ArrayList<>();
    one.checks().forEach(c -> checks.add(c.name() + (c.holds() ? "+" : "-")));
    return String.join(
        "\t",
        one.fault(),
        one.where(),
        one.at().toString(),
        Long.toString(one.elapsed().toMillis()),
        one.expected().name(),
        one.end().name(),
        String.join(",", checks),
        one.wrong().replaceAll("\\s+", " "),
        one.kernel(),
        one.machine());
  }

  static Optional<Try> parse(String line) {
    String[] field = line.split("\t", -1);
    if (field.length != FIELDS) {
      return Optional.empty();
    }
    List<Try.Check> checks = new ArrayList<>();
    for (String check : field[6].split(",", -1)) {
      if (!check.isEmpty()) {
        checks.add(new Try.Check(check.substring(0, check.length() - 1), check.endsWith("+")));
      }
    }
    return Optional.of(
        new Try(
            field[0],
            field[1],
            Instant.parse(field[2]),
            Duration.ofMillis(Long.parseLong(field[3])),
            End.valueOf(field[4]),
            End.valueOf(field[5]),
            checks,
            field[7],
            field[8],
            field[9]));
  }
}
