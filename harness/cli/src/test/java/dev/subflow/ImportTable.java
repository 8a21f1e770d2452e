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
import java.util.stream.Collectors;

/** The import table of the design page: a line for each package. */
final class ImportTable {
  static final Path FILE = Path.of("../docs/design.md");

  // | model | `capture` | yes | packet, packet.mptcp |
  private static final Pattern LINE =
      Pattern.compile("\\| (\\w+) \\| `([\\w.]+)` \\| (yes)? \\| ([^|]*) \\|");

  private record Line(String module, String name, boolean isApi, Set<String> imports) {}

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

  /** Source folders of packages, and whether they are part of the API. */
  static Map<Path, Boolean> folders() {
    Map<Path, Boolean> folders = new TreeMap<>();
    for (Line line : lines()) {
      Path sources = Path.of("..", line.module(), "src/main/java/dev/subflow");
      folders.put(sources.resolve(line.name().replace('.', '/')), line.isApi());
    }
    return folders;
  }

  /** The packages that a project of somebody else may rely on. */
  static Set<String> api() {
    return lines().stream().filter(Line::isApi).map(Line::name).collect(Collectors.toSet());
  }

  private static List<Line> lines() {
    try {
      return Files.readAllLines(FILE).stream()
          .map(LINE::matcher)
          .filter(Matcher::matches)
          .map(m -> new Line(m.group(1), m.group(2), m.group(3) != null, names(m.group(4))))
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
