// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FingerprintTest {
  private static List<String> silent(Verdict verdict, String message) {
    return Fingerprint.of(TestResult.builder("x.Y", "Y.z", verdict).message(message).build());
  }

  @Test
  void aCrashIsCalledByItsPlace() {
    assertThat(Fingerprint.of(Runs.result('w'))).containsExactly("WARNING mptcp_pm_work");
    assertThat(Fingerprint.of(Runs.result('x'))).containsExactly("KASAN mptcp_close");
  }

  @Test
  void aKernelThatSaidNothingIsCalledByHowItEnded() {
    List<String> hung = silent(Verdict.CRASH, "it hung: stopped after 600 s\n[ 1.000000] more");

    assertThat(hung).isEqualTo(silent(Verdict.CRASH, "it hung: stopped after 1800 s"));
    assertThat(hung)
        .isNotEqualTo(silent(Verdict.CRASH, "guest \"client\": it went down by itself"));
  }

  @Test
  void whatDidNotCrashHasNone() {
    assertThat(silent(Verdict.FAIL, "expected 1 but was 2")).isEmpty();
  }

  @Test
  void knowsWhatAStarvedMachineDoes() {
    assertThat(Fingerprint.of(Runs.result('l'))).allMatch(Fingerprint::mayBeTheMachine);
    assertThat(Fingerprint.of(Runs.result('w'))).noneMatch(Fingerprint::mayBeTheMachine);
    for (String kind : List.of("RCU_STALL", "HUNG_TASK", "OUT_OF_MEMORY", "LOCKUP")) {
      assertThat(Fingerprint.mayBeTheMachine(kind + " f < g")).as(kind).isTrue();
    }
  }
}
