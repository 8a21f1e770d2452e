// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReconcilerTest {
  private static final String SCRIPT = "mptcp_join.sh";
  private static final String SAID =
      """
      001 no JOIN
            join Rx                             [ OK ]
      002 single subflow
            join Rx                             [FAIL] got 0 JOIN[s] rx expected 1
      Server ns stats
      MPTcpExtMPCapableSYNRX          1                  0.0
      003 laminar
            kernel version                      [SKIP]
      004 fastclose
            fclose Rx                           [IGNO] (flaky)
      """;
  private static final String BLOCK =
      """

      TAP version 13
      1..4
      ok 1 - mptcp_join: no JOIN # time=1234ms
      not ok 2 - mptcp_join: single subflow # time=5ms
      ok 3 - mptcp_join: laminar # SKIP time=3ms
      ok 4 - mptcp_join: fastclose # IGNORE Flaky time=2345ms
      """;

  private static List<SubtestResult> reconcile(
      String output, int exitCode, ScriptEnd end, String... planned) {
    return Reconciler.reconcile(SCRIPT, output, exitCode, end, List.of(planned));
  }

  @Test
  void theBlockDecidesAndTheWordsExplain() {
    List<SubtestResult> results = reconcile(SAID + BLOCK, 1, ScriptEnd.EXITED);

    assertThat(results)
        .extracting(SubtestResult::name, SubtestResult::outcome)
        .containsExactly(
            tuple("no JOIN", SubtestOutcome.PASS),
            tuple("single subflow", SubtestOutcome.FAIL),
            tuple("laminar", SubtestOutcome.SKIP),
            tuple("fastclose", SubtestOutcome.IGNORED));
    assertThat(results.get(0).time()).contains(Duration.ofMillis(1234));
    assertThat(results.get(1).message())
        .contains("[FAIL] got 0 JOIN[s] rx expected 1")
        .contains("MPTcpExtMPCapableSYNRX");
  }

  @Test
  void aPanicIsPinnedToTheSubtestThatRan() {
    String cut = SAID.substring(0, SAID.indexOf("003") + "003 laminar\n".length());
    List<SubtestResult> results =
        reconcile(
            cut,
            -1,
            new ScriptEnd(ScriptEnd.Kind.CRASHED, "Kernel panic - not syncing"),
            "no JOIN",
            "single subflow",
            "laminar",
            "fastclose");

    assertThat(results)
        .extracting(SubtestResult::name, SubtestResult::outcome)
        .containsExactly(
            tuple("no JOIN", SubtestOutcome.PASS),
            tuple("single subflow", SubtestOutcome.FAIL),
            tuple("laminar", SubtestOutcome.CRASH),
            tuple("fastclose", SubtestOutcome.MISSING));
    assertThat(results.get(2).message()).startsWith("Kernel panic - not syncing");
  }

  @Test
  void aScriptThatEndsEarlyIsNoPass() {
    List<SubtestResult> results =
        reconcile("001 no JOIN\n      join Rx   [ OK ]\n", 1, ScriptEnd.EXITED);

    assertThat(results).extracting(SubtestResult::outcome).containsExactly(SubtestOutcome.CRASH);
    assertThat(results.get(0).message()).contains("exit code 1").contains("no block of results");
  }

  @Test
  void aBlockThatWasCutIsNotBelieved() {
    String cut = (SAID + BLOCK).replaceFirst("(?s)ok 4 .*", "");
    List<SubtestResult> results = reconcile(cut, 0, ScriptEnd.EXITED);

    assertThat(results)
        .extracting(SubtestResult::outcome)
        .containsExactly(
            SubtestOutcome.PASS, SubtestOutcome.FAIL, SubtestOutcome.SKIP, SubtestOutcome.CRASH);
    assertThat(results.get(3).message()).contains("it plans 4 results but has 3; missing: 4");
  }

  @Test
  void aLostMachineIsNobodysFault() {
    List<SubtestResult> results =
        reconcile(SAID, -1, new ScriptEnd(ScriptEnd.Kind.LOST, "QEMU was killed"), "later");
    assertThat(results)
        .filteredOn(r -> r.outcome() == SubtestOutcome.INCONCLUSIVE)
        .extracting(SubtestResult::name)
        .containsExactly("fastclose", "later");
  }

  @Test
  void aPlannedSubtestWithoutAResultIsMissing() {
    assertThat(reconcile(SAID + BLOCK, 1, ScriptEnd.EXITED, "no JOIN", "another"))
        .filteredOn(r -> r.name().equals("another"))
        .extracting(SubtestResult::outcome)
        .containsExactly(SubtestOutcome.MISSING);
  }

  @Test
  void anExitCodeThatContradictsTheBlockFails() {
    String fine = "TAP version 13\n1..1\nok 1 - mptcp_join: no JOIN # time=1ms\n";
    assertThat(reconcile(fine, 0, ScriptEnd.EXITED))
        .extracting(SubtestResult::outcome)
        .containsExactly(SubtestOutcome.PASS);
    assertThat(reconcile(fine, 1, ScriptEnd.EXITED))
        .extracting(SubtestResult::outcome)
        .containsExactly(SubtestOutcome.PASS, SubtestOutcome.FAIL);
  }

  @Test
  void aScriptMaySkipItself() {
    List<SubtestResult> results =
        reconcile("SKIP: Could not run test without ip tool\n", 4, ScriptEnd.EXITED);
    assertThat(results).extracting(SubtestResult::outcome).containsExactly(SubtestOutcome.SKIP);
    assertThat(results.get(0).message()).contains("Could not run test without ip tool");
  }
}
