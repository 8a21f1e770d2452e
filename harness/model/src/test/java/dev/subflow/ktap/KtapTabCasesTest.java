// SPDX-License-Identifier: Apache-2.0
package dev.subflow.ktap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads what KUnit prints: nested by tabs, behind the prefixes of the kernel's log. */
final class KtapTabCasesTest {
  private static final Path CASES = Path.of("src/test/resources/cases/ktap-tab");
  // plan 2, 2 points of the first level, leaves 2 PASS 1 FAIL, no problems
  private static final Pattern EXPECTED =
      Pattern.compile(
          "plan (\\d+), (\\d+) points of the first level, leaves (\\d+) PASS (\\d+) FAIL,"
              + " (?:no problems|problems: (.*))\\.");

  private static long leaves(KtapReport report, Outcome outcome) {
    return report.leaves().filter(leaf -> leaf.outcome() == outcome).count();
  }

  @ParameterizedTest
  @CsvSource({
    "kunit, kunit",
    "kunit-printk, kunit",
    "nested, nested",
    "loglevel, loglevel",
    "indented-by-one, indented-by-one",
    "interrupted, interrupted",
  })
  void isReadAsExpected(String name, String expectedName) throws IOException {
    KtapReport report = KtapReport.parse(Files.readString(CASES.resolve(name + ".ktap")));
    Matcher wanted = EXPECTED.matcher(Files.readString(CASES.resolve(expectedName + ".expected")));
    assertThat(wanted.find()).isTrue();

    assertThat(report.planned()).hasValue(Integer.parseInt(wanted.group(1)));
    assertThat(report.points()).hasSize(Integer.parseInt(wanted.group(2)));
    assertThat(leaves(report, Outcome.PASS)).isEqualTo(Long.parseLong(wanted.group(3)));
    assertThat(leaves(report, Outcome.FAIL)).isEqualTo(Long.parseLong(wanted.group(4)));
    if (wanted.group(5) == null) {
      assertThat(report.problems()).isEmpty();
    } else {
      assertThat(report.problems()).anyMatch(problem -> problem.endsWith(wanted.group(5)));
    }
  }
}
