// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.subflow.ktap.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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

  private static List<SubtestResult> reconcile(String output, ScriptEnd end, String... planned) {
    return new Reconciler(Slice.of(SCRIPT, List.of(planned), Duration.ZERO), output, end).results();
  }

  private static List<SubtestResult> whole(
      String script, String output, ScriptEnd end, String... known) {
    return new Reconciler(Slice.whole(script, List.of(known), Duration.ZERO), output, end)
        .results();
  }

  @Test
  void theBlockDecidesAndTheWordsExplain() {
    List<SubtestResult> results = reconcile(SAID + BLOCK, ScriptEnd.exited(1));

    assertThat(results)
        .extracting(SubtestResult::name, SubtestResult::outcome)
        .containsExactly(
            tuple("no JOIN", Outcome.PASS),
            tuple("single subflow", Outcome.FAIL),
            tuple("laminar", Outcome.SKIP),
            tuple("fastclose", Outcome.IGNORED));
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
            ScriptEnd.crashed("Kernel panic - not syncing"),
            "no JOIN",
            "single subflow",
            "laminar",
            "fastclose");

    assertThat(results)
        .extracting(SubtestResult::name, SubtestResult::outcome)
        .containsExactly(
            tuple("no JOIN", Outcome.PASS),
            tuple("single subflow", Outcome.FAIL),
            tuple("laminar", Outcome.CRASH),
            tuple("fastclose", Outcome.MISSING));
    assertThat(results.get(2).message()).startsWith("Kernel panic - not syncing");
  }

  @Test
  void ofAScriptThatNeverRanToItsEndTheRestIsMissingToo() {
    String cut = "01 no msk            [ OK ]\n02 after MPC\n";

    assertThat(whole("diag.sh", cut, ScriptEnd.crashed("Kernel panic - not syncing")))
        .extracting(SubtestResult::name, SubtestResult::outcome)
        .containsExactly(
            tuple("no msk", Outcome.PASS),
            tuple("after MPC", Outcome.CRASH),
            tuple("diag.sh", Outcome.MISSING));
    assertThat(whole("diag.sh", cut, ScriptEnd.crashed("panic")).get(2).message())
        .startsWith("the rest is not known");
    assertThat(whole("diag.sh", cut, ScriptEnd.crashed("panic"), "no msk", "after MPC", "many"))
        .as("it had these before")
        .extracting(SubtestResult::name)
        .containsExactly("no msk", "after MPC", "many");
    assertThat(whole("diag.sh", "", ScriptEnd.crashed("panic")))
        .as("the crash is the script's already")
        .extracting(SubtestResult::name, SubtestResult::outcome)
        .containsExactly(tuple("diag.sh", Outcome.CRASH));
  }

  @Test
  void aScriptThatEndsEarlyIsNoPass() {
    List<SubtestResult> results =
        reconcile("001 no JOIN\n      join Rx   [ OK ]\n", ScriptEnd.exited(1));

    assertThat(results)
        .extracting(SubtestResult::name, SubtestResult::outcome)
        .containsExactly(tuple("no JOIN", Outcome.CRASH), tuple(SCRIPT, Outcome.MISSING));
    assertThat(results.get(0).message()).contains("exit code 1").contains("no block of results");
  }

  @Test
  void aBlockThatWasCutIsNotBelieved() {
    String cut = (SAID + BLOCK).replaceFirst("(?s)ok 4 .*", "");
    List<SubtestResult> results = reconcile(cut, ScriptEnd.exited(0));

    assertThat(results)
        .extracting(SubtestResult::outcome)
        .containsExactly(Outcome.PASS, Outcome.FAIL, Outcome.SKIP, Outcome.CRASH);
    assertThat(results.get(3).message()).contains("it plans 4 results but has 3; missing: 4");
  }

  @Test
  void aLostMachineIsNobodysFault() {
    List<SubtestResult> results = reconcile(SAID, ScriptEnd.lost("QEMU was killed"), "later");
    assertThat(results)
        .filteredOn(r -> r.outcome() == Outcome.INCONCLUSIVE)
        .extracting(SubtestResult::name)
        .containsExactly("fastclose", "later");
  }

  @Test
  void aMachineThatIsLostBeforeTheFirstSubtestLeavesNoMoreThanThePlan() {
    assertThat(reconcile("", ScriptEnd.lost("interrupted"), "a", "b"))
        .extracting(SubtestResult::name, SubtestResult::outcome)
        .containsExactly(tuple("a", Outcome.INCONCLUSIVE), tuple("b", Outcome.INCONCLUSIVE));
    assertThat(reconcile("", ScriptEnd.crashed("panic"), "a"))
        .extracting(SubtestResult::outcome)
        .containsExactly(Outcome.CRASH, Outcome.MISSING);
  }

  @Test
  void aPlannedSubtestWithoutAResultIsMissing() {
    assertThat(reconcile(SAID + BLOCK, ScriptEnd.exited(1), "no JOIN", "another"))
        .filteredOn(r -> r.name().equals("another"))
        .extracting(SubtestResult::outcome)
        .containsExactly(Outcome.MISSING);
  }

  @Test
  void resultsWithoutAPlanStandAndMayNotBeAll() {
    String said = "TAP version 13\nok 1 - first\nnot ok 2 - second\nok 3 - third # SKIP\n";

    List<SubtestResult> results = whole("prog", said, ScriptEnd.exited(0));

    assertThat(results)
        .extracting(SubtestResult::name, SubtestResult::outcome)
        .containsExactly(
            tuple("first", Outcome.PASS),
            tuple("second", Outcome.FAIL),
            tuple("third", Outcome.SKIP),
            tuple("prog", Outcome.MISSING));
    assertThat(results.get(3).message()).contains("no plan");
    assertThat(whole("prog", said + "1..3\n", ScriptEnd.exited(0)))
        .as("a plan may come last")
        .extracting(SubtestResult::name)
        .containsExactly("first", "second", "third");
    assertThat(whole("prog", said, ScriptEnd.exited(139)))
        .as("ended in the middle")
        .filteredOn(r -> r.name().equals("prog"))
        .extracting(SubtestResult::outcome)
        .containsExactly(Outcome.CRASH);
    assertThat(whole("prog", said + "ok 4 - fou", ScriptEnd.exited(0)))
        .as("its last line was cut")
        .filteredOn(r -> r.name().equals("prog"))
        .extracting(SubtestResult::outcome)
        .containsExactly(Outcome.CRASH);
    assertThat(whole("prog", said, ScriptEnd.exited(0), "first", "fourth"))
        .as("it had that one before")
        .contains(missing("fourth"));
  }

  private static SubtestResult missing(String name) {
    return new SubtestResult(
        "prog", name, Outcome.MISSING, Optional.empty(), "the script ended without a result of it");
  }

  @Test
  void anExitCodeThatContradictsTheBlockFails() {
    String fine = "TAP version 13\n1..1\nok 1 - mptcp_join: no JOIN # time=1ms\n";
    assertThat(reconcile(fine, ScriptEnd.exited(0)))
        .extracting(SubtestResult::outcome)
        .containsExactly(Outcome.PASS);
    assertThat(reconcile(fine, ScriptEnd.exited(1)))
        .extracting(SubtestResult::outcome)
        .containsExactly(Outcome.PASS, Outcome.FAIL);
  }

  @Test
  void aScriptMaySkipItself() {
    List<SubtestResult> results =
        reconcile("SKIP: Could not run test without ip tool\n", ScriptEnd.exited(4));
    assertThat(results).extracting(SubtestResult::outcome).containsExactly(Outcome.SKIP);
    assertThat(results.get(0).message()).contains("Could not run test without ip tool");
  }

  @Test
  void aNameThatIsLongerThanItsTitleStillHasItsWords() {
    String said =
        """
        01 New MPTCP socket can be blocked via sysctl                           [ OK ]
        02 ns1 MPTCP -> ns1 (10.0.1.1:10001      ) MPTCP     (duration    89ms) [ OK ]
        03 ns1 MPTCP -> ns1 (10.0.1.1:10002      ) TCP       (duration    95ms) [FAIL] client exit code 2
        netns ns1 socket stat for 10002:
        TAP version 13
        1..3
        ok 1 - mptcp_connect: New MPTCP socket can be blocked via sysctl # time=1ms
        ok 2 - mptcp_connect: loopback v4: ns1 MPTCP -> ns1 (10.0.1.1:10001) MPTCP # time=1ms
        not ok 3 - mptcp_connect: loopback v4: ns1 MPTCP -> ns1 (10.0.1.1:10002) TCP # time=1ms
        """;
    List<SubtestResult> results = whole("mptcp_connect.sh", said, ScriptEnd.exited(1));

    assertThat(results.get(2).message())
        .contains("[FAIL] client exit code 2")
        .contains("socket stat for 10002");
    // The same script, killed before it printed its results, when it ran before.
    String cut = said.substring(0, said.indexOf("TAP version"));
    assertThat(
            whole(
                "mptcp_connect.sh",
                cut,
                ScriptEnd.crashed("killed"),
                "New MPTCP socket can be blocked via sysctl",
                "loopback v4: ns1 MPTCP -> ns1 (10.0.1.1:10001) MPTCP",
                "loopback v4: ns1 MPTCP -> ns1 (10.0.1.1:10002) TCP",
                "loopback v4: ns1 TCP -> ns1 (10.0.1.1:10003) MPTCP"))
        .extracting(SubtestResult::name, SubtestResult::outcome)
        .containsExactly(
            tuple("New MPTCP socket can be blocked via sysctl", Outcome.PASS),
            tuple("loopback v4: ns1 MPTCP -> ns1 (10.0.1.1:10001) MPTCP", Outcome.PASS),
            tuple("loopback v4: ns1 MPTCP -> ns1 (10.0.1.1:10002) TCP", Outcome.CRASH),
            tuple("loopback v4: ns1 TCP -> ns1 (10.0.1.1:10003) MPTCP", Outcome.MISSING));
  }

  @Test
  void whatIsSaidOfAGroupIsNotTheFaultOfItsLastSubtest() {
    String cut =
        """
        01 ns1 MPTCP -> ns3 (10.0.2.2:10010      ) MPTCP     (duration 10615ms) [FAIL] client got 1 data checksum error[s]
        02 ns1 MPTCP -> ns4 (10.0.3.1:10014      ) MPTCP     (duration 15634ms) [ OK ]
        [FAIL] Tests with ns1-eSwrLr as a sender have failed
        03 ns2 MPTCP -> ns1 (10.0.1.1:10016      ) MPTCP
        """;

    assertThat(whole("mptcp_connect.sh", cut, ScriptEnd.crashed("killed")))
        .extracting(SubtestResult::outcome)
        .containsExactly(Outcome.FAIL, Outcome.PASS, Outcome.CRASH, Outcome.MISSING);
  }

  @Test
  void aScriptWithoutResultsOfItsOwnHasItsExitCode() {
    assertThat(whole("kcmp_test", "hello\n", ScriptEnd.exited(0)))
        .extracting(SubtestResult::name, SubtestResult::outcome)
        .containsExactly(tuple("kcmp_test", Outcome.PASS));
    assertThat(whole("kcmp_test", "hello\n", ScriptEnd.exited(1)))
        .extracting(SubtestResult::outcome)
        .containsExactly(Outcome.FAIL);
    // It had some before.
    assertThat(whole("diag.sh", "hello\n", ScriptEnd.exited(0), "no msk"))
        .extracting(SubtestResult::name, SubtestResult::outcome)
        .containsExactly(tuple("diag.sh", Outcome.CRASH), tuple("no msk", Outcome.MISSING));
  }

  @Test
  void aLineForEachTestIsAResult() {
    String said =
        """
        TEST: ping                                                          [ OK ]
        some words
        TEST: ping6                                                         [FAIL]
        TEST: offload                                                       [SKIP]
        """;
    assertThat(whole("bridge.sh", said, ScriptEnd.exited(1)))
        .extracting(SubtestResult::name, SubtestResult::outcome)
        .containsExactly(
            tuple("ping", Outcome.PASS),
            tuple("ping6", Outcome.FAIL),
            tuple("offload", Outcome.SKIP));
    assertThat(whole("bridge.sh", said, ScriptEnd.crashed("panic")))
        .extracting(SubtestResult::name, SubtestResult::outcome)
        .contains(tuple("ping", Outcome.PASS), tuple("bridge.sh", Outcome.CRASH));
  }
}
