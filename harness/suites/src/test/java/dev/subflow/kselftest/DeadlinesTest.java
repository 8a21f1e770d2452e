// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.ktap.Outcome;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DeadlinesTest {
  private static SubtestResult judged(String script, Outcome outcome) {
    return Deadlines.judge(
        new SubtestResult(script, "a", outcome, Optional.empty(), "transfer slower"), 80);
  }

  @Test
  void whatMeasuresOnAStarvedMachineTellsNothing() {
    assertThat(judged("simult_flows.sh", Outcome.FAIL).outcome()).isEqualTo(Outcome.INCONCLUSIVE);
    assertThat(judged("simult_flows.sh", Outcome.PASS).outcome()).isEqualTo(Outcome.PASS);
    assertThat(judged("simult_flows.sh", Outcome.CRASH).outcome()).isEqualTo(Outcome.CRASH);
  }

  @Test
  void whatAStarvedGuestFailsAtTellsNothing() {
    List<SubtestResult> results =
        List.of(
            new SubtestResult("diag.sh", "a", Outcome.FAIL, Optional.empty(), "timed out"),
            new SubtestResult("diag.sh", "b", Outcome.PASS, Optional.empty(), ""),
            new SubtestResult("diag.sh", "c", Outcome.CRASH, Optional.empty(), "splat"));

    List<SubtestResult> starved =
        Deadlines.judge(results, Optional.of("it ran for 1.0 s and waited 9.0 s"));

    assertThat(starved)
        .extracting(SubtestResult::outcome)
        .containsExactly(Outcome.INCONCLUSIVE, Outcome.PASS, Outcome.CRASH);
    assertThat(starved.get(0).message()).contains("waited 9.0 s").endsWith("timed out");
    assertThat(starved).filteredOn(Deadlines::isExcused).containsExactly(starved.get(0));
    assertThat(Deadlines.judge(results, Optional.empty())).isEqualTo(results);
  }

  @Test
  void anyOtherFailureStaysOneAndSaysHowBusyItWas() {
    SubtestResult failed = judged("diag.sh", Outcome.FAIL);
    assertThat(failed.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(failed.message()).startsWith("transfer slower").contains("80%");
  }

  @Test
  void whatAScriptSaysOfStarvationExcusesNothing() {
    String said = "the guest was starved of processor time (says the script)";
    SubtestResult lost =
        new SubtestResult("diag.sh", "a", Outcome.INCONCLUSIVE, Optional.empty(), said);

    assertThat(Deadlines.isExcused(lost)).isFalse();
    assertThat(Deadlines.isExcused(lost.ofStarved())).isTrue();
    assertThat(Deadlines.isExcused(lost.ofStarved().named("b"))).isTrue();
  }
}
