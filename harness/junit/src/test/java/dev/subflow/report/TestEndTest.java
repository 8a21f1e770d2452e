// SPDX-License-Identifier: Apache-2.0
package dev.subflow.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.ktap.Outcome;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TestEndTest {
  @Test
  void whatWasThrownIsTheReason() {
    assertThat(TestEnd.of(new AssertionError("no second subflow")))
        .isEqualTo(end(Verdict.FAIL, "no second subflow"));
    assertThat(TestEnd.of(new IOException("disk full")))
        .isEqualTo(end(Verdict.INCONCLUSIVE, "IOException: disk full"));
  }

  @Test
  void onlyWhatPassedNeedsNoReason() {
    assertThat(TestEnd.passed().message()).isEmpty();
    assertThat(TestEnd.unexplained().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(TestEnd.missing().verdict()).isEqualTo(Verdict.MISSING);
    assertThat(TestEnd.skipped("no KVM")).isEqualTo(end(Verdict.SKIP, "no KVM"));
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

  private static TestEnd end(Verdict verdict, String message) {
    return new TestEnd(verdict, Optional.of(message));
  }
}
