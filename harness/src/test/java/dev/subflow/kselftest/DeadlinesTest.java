// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DeadlinesTest {
  private static SubtestResult judged(String script, SubtestOutcome outcome) {
    return Deadlines.judge(
        new SubtestResult(script, "a", outcome, Optional.empty(), "transfer slower"), 80);
  }

  @Test
  void whatMeasuresOnAStarvedMachineTellsNothing() {
    assertThat(judged("simult_flows.sh", SubtestOutcome.FAIL).outcome())
        .isEqualTo(SubtestOutcome.INCONCLUSIVE);
    assertThat(judged("simult_flows.sh", SubtestOutcome.PASS).outcome())
        .isEqualTo(SubtestOutcome.PASS);
    assertThat(judged("simult_flows.sh", SubtestOutcome.CRASH).outcome())
        .isEqualTo(SubtestOutcome.CRASH);
  }

  @Test
  void anyOtherFailureStaysOneAndSaysHowBusyItWas() {
    SubtestResult failed = judged("diag.sh", SubtestOutcome.FAIL);
    assertThat(failed.outcome()).isEqualTo(SubtestOutcome.FAIL);
    assertThat(failed.message()).startsWith("transfer slower").contains("80%");
  }
}
