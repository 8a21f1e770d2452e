// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.report.FailedAllocation;
import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class FailingTableTest {
  private static final List<TestResult> RESULTS =
      List.of(
          result(3, "client", Verdict.PASS, false),
          result(1, "client", Verdict.PASS, true),
          result(2, "client", Verdict.CRASH, true),
          result(1, "server", Verdict.PASS, true));

  private static TestResult result(int nth, String host, Verdict verdict, boolean reached) {
    return TestResult.builder("x.Y", "Y.z#" + nth, verdict)
        .scenario("Y.z")
        .seed(7)
        .message(verdict == Verdict.PASS ? "" : "BUG: f")
        .failedAllocation(
            new FailedAllocation(host, nth, reached, Optional.of("mptcp_f\u001b[31m")))
        .build();
  }

  @Test
  void countsWhatFailedAndSaysWhetherThereIsMore() {
    assertThat(new FailingTable(RESULTS).lines())
        .containsExactly(
            "FAILED  SURVIVED  TROUBLE  MORE   HOST    SCENARIO",
            "2       1         1        no     client  Y.z",
            "1       1         0        maybe  server  Y.z");
  }

  @Test
  void troublesTellTheirAllocationAndHowToSeeThemAgain() {
    List<List<String>> troubles = new FailingTable(RESULTS).troubles();

    assertThat(troubles).hasSize(1);
    assertThat(troubles.get(0).get(0))
        .startsWith("CRASH Y.z, when these allocations of client fail: 2 (mptcp_f")
        .doesNotContain("\u001b");
    assertThat(troubles.get(0)).contains("    BUG: f", "    again: --fail-nth client:2 --seed 7");
  }
}
