// SPDX-License-Identifier: Apache-2.0
package dev.subflow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The import table of the design page: a line for each package. */
final class ImportTable {
  static final Path FILE = Path.of("../docs/design.md");

  // | machine | `artifact.debian` | artifact.kernel, cache, failure, process |
  private static final Pattern LINE = Pattern.compile("\\| (\\w+) \\| `([\\w.]+)` \\| ([^|]*) \\|");

  private record Line(String module, String name, Set<String> imports) {}

  private ImportTable() {}

  /** Imports of each package. */
  static Map<String, Set<String>> read() {
    Map<String, Set<String>> table = new TreeMap<>();
    lines().forEach(line -> table.put(line.name(), line.imports()));
    return table;
  }

  /** The packages of a module. */
  static List<String> packagesOf(String module) {
    return lines().stream().filter(l -> l.module().equals(module)).map(Line::name).toList();
  }

  private static List<Line> lines() {
    try {
      return Files.readAllLines(FILE).stream()
          .map(LINE::matcher)
          .filter(Matcher::matches)
          .map(m -> new Line(m.group(1), m.group(2), names(m.group(3))))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the design page can't be read", e);
    }
  }

  private static Set<String> names(String list) {
    Set<String> names = new TreeSet<>(List.of(list.strip().split(", *")));
    names.removeAll(Set.of("–", ""));
    return names;
  }
}
