// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PrintedResultsTest {
  private static final String OUTPUT =
      """
      001 no JOIN
            join Rx                             [ OK ]
      002 single subflow
            join Rx                             [FAIL] got 0
      """;
  private static final String BLOCK =
      """
      TAP version 13
      1..2
      ok 1 - mptcp_join: no JOIN
      not ok 2 - mptcp_join: single subflow
      """;

  private static List<String> told(List<SubtestResult> results) {
    return results.stream().map(r -> r.outcome() + " " + r.id()).toList();
  }

  @Test
  void aSoundBlockDecides() {
    List<SubtestResult> results = PrintedResults.exited("mptcp_join.sh", OUTPUT + BLOCK, 1);

    assertThat(told(results))
        .containsExactly("PASS mptcp_join.sh:no JOIN", "FAIL mptcp_join.sh:single subflow");
    assertThat(results.get(1).message())
        .contains("join Rx                             [FAIL] got 0");
  }

  @Test
  void anExitCodeThatNoSubtestExplainsIsAFailure() {
    assertThat(told(PrintedResults.exited("mptcp_join.sh", BLOCK.replace("not ok", "ok"), 1)))
        .endsWith("FAIL mptcp_join.sh:mptcp_join.sh");
  }

  @Test
  void aBlockThatIsCutIsNoPass() {
    assertThat(
            told(
                PrintedResults.exited(
                    "mptcp_join.sh", OUTPUT + "TAP version 13\n1..2\nok 1 - no JOIN\n", 0)))
        .doesNotContain("PASS mptcp_join.sh:single subflow")
        .contains("CRASH mptcp_join.sh:single subflow");
  }

  @Test
  void whatRanWhenTheKernelDiedCrashedAndSaysWhy() {
    List<SubtestResult> results = PrintedResults.crashed("mptcp_join.sh", OUTPUT, "panic");

    assertThat(told(results))
        .startsWith("PASS mptcp_join.sh:no JOIN", "CRASH mptcp_join.sh:single subflow");
    assertThat(results.get(1).message()).startsWith("panic\n");
  }

  @Test
  void whatRanWhenTheMachineFailedIsInconclusive() {
    assertThat(told(PrintedResults.lost("mptcp_join.sh", OUTPUT, "no disk")))
        .containsExactly("PASS mptcp_join.sh:no JOIN", "INCONCLUSIVE mptcp_join.sh:single subflow");
  }

  @Test
  void aTitleHasAPlaceAmongTheResults() {
    List<SubtestResult> results = PrintedResults.exited("mptcp_join.sh", OUTPUT + BLOCK, 1);

    assertThat(PrintedResults.title("002 single subflow")).contains("single subflow");
    assertThat(PrintedResults.indexOf(results, "single subflow")).contains(1);
    assertThat(PrintedResults.indexOf(results, "another")).isEmpty();
  }
}
