// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code harness/docs/fixes.md} names scenarios that there are. */
final class FixesTableTest {
  private static final Path TABLE = Path.of("../harness/docs/fixes.md");
  private static final Path SOURCES = Path.of("src/test/java/dev/subflow/scenarios");
  private static final Pattern NAME = Pattern.compile("`([A-Z]\\w+)\\.([a-z]\\w+)`");
  private static final int FEWEST = 150;

  private static List<String> rows() throws IOException {
    return Files.readAllLines(TABLE).stream()
        .filter(line -> line.startsWith("| ") && !line.startsWith("| fix |"))
        .toList();
  }

  @Test
  void everyRowSaysWhatWouldSeeIt() throws IOException {
    assertThat(rows())
        .hasSizeGreaterThanOrEqualTo(FEWEST)
        .allMatch(
            row -> row.matches(".*\\| (none: .+|\\*?not tried\\*?: `.+|`[A-Z]\\w+\\.\\w+`.*) \\|"));
  }

  @Test
  void everyNameIsAScenario() throws IOException {
    Map<String, String> sources;
    try (Stream<Path> files = Files.walk(SOURCES)) {
      sources =
          files
              .filter(file -> file.toString().matches(".*/[A-Z]\\w+\\.java"))
              .collect(Collectors.toMap(FixesTableTest::className, FixesTableTest::text));
    }
    TreeSet<String> unknown = new TreeSet<>();
    int named = 0;
    for (String row : rows()) {
      for (MatchResult name : NAME.matcher(row).results().toList()) {
        named++;
        if (!sources.getOrDefault(name.group(1), "").contains("void " + name.group(2) + "(")) {
          unknown.add(name.group(1) + "." + name.group(2));
        }
      }
    }

    assertThat(named).isGreaterThan(50);
    assertThat(unknown).isEmpty();
  }

  private static String className(Path file) {
    return String.valueOf(file.getFileName()).replace(".java", "");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(file + " can't be read", e);
    }
  }
}
