// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SelftestReportTest {
  private static TestResult result(SubtestOutcome outcome) {
    return SelftestReport.builder("net.mptcp", "join.sh:a", outcome).build();
  }

  private static String message(SubtestOutcome... outcomes) {
    List<SubtestResult> attempts =
        Stream.of(outcomes)
            .map(o -> new SubtestResult("join.sh", "a", o, Optional.empty(), "got 1"))
            .toList();
    return SelftestReport.message(
        new SuiteResult(attempts, Path.of("/e"), Instant.EPOCH, Duration.ofSeconds(1)));
  }

  @Test
  void aKnownFlakeIsNotMistakenForASkip() {
    assertThat(result(SubtestOutcome.IGNORED).verdict()).isEqualTo(Verdict.SKIP);
    assertThat(result(SubtestOutcome.IGNORED).outcome()).contains("IGNORED");
    assertThat(result(SubtestOutcome.SKIP).verdict()).isEqualTo(Verdict.SKIP);
    assertThat(result(SubtestOutcome.SKIP).outcome()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "IGNORED")
  void allOtherOutcomesAreVerdicts(SubtestOutcome outcome) {
    assertThat(result(outcome).verdict()).isEqualTo(Verdict.valueOf(outcome.name()));
    assertThat(result(outcome).outcome()).isEmpty();
  }

  @Test
  void everyAttemptIsTold() {
    assertThat(message(SubtestOutcome.IGNORED))
        .isEqualTo("failed, which upstream knows it does now and then\ngot 1");
    assertThat(message(SubtestOutcome.FAIL, SubtestOutcome.IGNORED))
        .isEqualTo("attempts: FAIL, IGNORED\ngot 1");
  }
}
