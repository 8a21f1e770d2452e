// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RepeatTableTest {
  private static TestResult result(String scenario, Verdict verdict, int repetition, int seconds) {
    return TestResult.builder("x.Y", scenario + "#" + repetition, verdict)
        .scenario(scenario)
        .repetition(repetition)
        .time(Instant.EPOCH, Duration.ofSeconds(seconds))
        .build();
  }

  @Test
  void countsVerdictsAndShowsTheMedianAndTheLongestTime() {
    RepeatTable table =
        new RepeatTable(
            List.of(
                result("Join.b", Verdict.PASS, 1, 9),
                result("Join.a", Verdict.PASS, 1, 2),
                result("Join.b", Verdict.FAIL, 2, 1),
                result("Join.b", Verdict.PASS, 3, 4)));

    assertThat(table.lines())
        .containsExactly(
            "RUNS  PASS  FAIL  CRASH  INCONCLUSIVE  MEDIAN  MAX    SCENARIO",
            "3     2     1     0      0             4.0 s   9.0 s  Join.b",
            "1     1     0     0      0             2.0 s   2.0 s  Join.a");
  }

  @Test
  void skipAndMissingHaveAColumnOnlyWhereThereAreAny() {
    assertThat(new RepeatTable(List.of(result("a", Verdict.MISSING, 1, 0))).lines().get(0))
        .contains("MISSING")
        .doesNotContain("SKIP");
  }

  @Test
  void pairingsOfAScenarioAreRowsOfTheirOwn() {
    RepeatTable table =
        new RepeatTable(
            List.of(
                TestResult.builder("x.Y", "Join.a[host=k1]#1", Verdict.PASS)
                    .scenario("Join.a")
                    .pairing(Map.of("host", "k1"))
                    .build(),
                TestResult.builder("x.Y", "Join.a[host=k2]#1", Verdict.PASS)
                    .scenario("Join.a")
                    .pairing(Map.of("host", "k2"))
                    .build()));

    assertThat(table.lines()).hasSize(3);
    assertThat(table.runs("Join.a[host=k2]")).isEqualTo(1);
    assertThat(table.runs("Join.a")).as("without its pairing").isZero();
  }

  @Test
  void troublesAreOfOneVerdictEachAndNameTheirRepetitions() {
    RepeatTable table =
        new RepeatTable(
            List.of(
                result("a", Verdict.FAIL, 3, 0),
                result("a", Verdict.CRASH, 5, 0),
                result("a", Verdict.PASS, 6, 0),
                result("a", Verdict.FAIL, 17, 0)));

    assertThat(table.troubles())
        .extracting(RepeatTable.Trouble::name, RepeatTable.Trouble::verdict, t -> t.where(20))
        .containsExactly(
            tuple("a", Verdict.FAIL, "2 of 20, in 3, 17"),
            tuple("a", Verdict.CRASH, "1 of 20, in 5"));
  }

  @Test
  void ofManyFailuresTheFirstTwelveAreNamed() {
    RepeatTable table =
        new RepeatTable(
            IntStream.rangeClosed(1, 13).mapToObj(i -> result("a", Verdict.FAIL, i, 0)).toList());

    assertThat(table.troubles().get(0).where(13))
        .startsWith("13 of 13, in 1, ")
        .endsWith("12, ...");
  }
}
