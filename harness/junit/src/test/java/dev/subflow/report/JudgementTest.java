// SPDX-License-Identifier: Apache-2.0
package dev.subflow.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.ktap.Outcome;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JudgementTest {
  @Test
  void whatWasThrownIsTheReason() {
    assertThat(Judgement.of(new AssertionError("no second subflow")))
        .isEqualTo(judgement(Verdict.FAIL, "no second subflow"));
    assertThat(Judgement.of(new IOException("disk full")))
        .isEqualTo(judgement(Verdict.INCONCLUSIVE, "IOException: disk full"));
  }

  @Test
  void onlyWhatPassedNeedsNoReason() {
    assertThat(Judgement.passed().message()).isEmpty();
    assertThat(Judgement.unexplained().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(Judgement.missing().verdict()).isEqualTo(Verdict.MISSING);
    assertThat(Judgement.skipped("no KVM")).isEqualTo(judgement(Verdict.SKIP, "no KVM"));
  }

  @ParameterizedTest
  @CsvSource({
    "PASS,PASS,",
    "XFAIL,PASS,XFAIL",
    "IGNORED,SKIP,IGNORED",
    "TIMEOUT,FAIL,TIMEOUT",
    "ERROR,FAIL,ERROR",
    "CRASH,CRASH,",
    "MISSING,MISSING,"
  })
  void aWordThatSaysMoreThanTheVerdictIsKept(Outcome outcome, Verdict verdict, Outcome kept) {
    TestResult result = TestResult.builder("net.mptcp", "a.sh:b", outcome).build();

    assertThat(result.verdict()).isEqualTo(verdict);
    assertThat(result.outcome().orElse(null)).isEqualTo(kept);
  }

  private static Judgement judgement(Verdict verdict, String message) {
    return new Judgement(verdict, Optional.of(message));
  }
}
