// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.subflow.failure.Splat;
import dev.subflow.kselftest.SubtestResult;
import dev.subflow.ktap.Outcome;
import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunResultsTest {
  private static final String TESTS =
      """
      \u001b[1;34mBuild kernel\u001b[0m
      \u001b[1;34mBoot VM\u001b[0m
      + qemu-system-x86_64 -name mptcpdev -machine accel=kvm:tcg -cpu max
      [    0.000000] Linux version 7.3.4-gabc (root@host) (gcc 14) #1
      Starting the validation script (after 0 sec)
      \u001b[1;34mSelftest Test: ./mptcp_join.sh\u001b[0m
      # 001 no JOIN
      #       join Rx                             [ OK ]
      # 002 single subflow
      """;

  /** What a script that ended leaves around what it said. */
  private static final String JOIN =
      """
      TAP version 13
      1..1
      not ok 1 test: selftest_mptcp_join # FAIL
      # 001 no JOIN
      #       join Rx                             [ OK ]
      # 002 single subflow
      #       join Rx                             [FAIL] got 0 JOIN[s] rx expected 1
      #
      # time=12
      """;

  private static final String JOIN_SUBTESTS =
      """
      TAP version 13
      1..2
      ok 1 - mptcp_join: no JOIN # time=1234ms
      not ok 2 - mptcp_join: single subflow # time=5ms
      """;

  @TempDir Path folder;
  private final List<String> heard = new ArrayList<>();

  private RunOutput output(String text) {
    RunOutput output =
        new RunOutput(
            new RunOutput.Observer() {
              @Override
              public void phase(Phase phase) {
                heard.add(phase.words());
              }

              @Override
              public void script(String name) {
                heard.add(name);
              }

              @Override
              public void subtest(String script, String title) {
                heard.add(script + ":" + title);
              }

              @Override
              public void splat(String line) {
                heard.add("splat " + line);
              }
            });
    text.lines().forEach(output::line);
    return output;
  }

  private void left(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private List<SubtestResult> results(String printed, RunEnd end) {
    return RunResults.of(output(printed), end, folder);
  }

  @Test
  void subtestsHaveTheNamesThatTheyHaveNatively() throws IOException {
    left("selftest_mptcp_join.tap", JOIN);
    left("selftest_mptcp_join_subtests.tap", JOIN_SUBTESTS);

    List<SubtestResult> results = results(TESTS, RunEnd.exited(42));

    assertThat(results)
        .extracting(SubtestResult::id, SubtestResult::outcome)
        .containsExactly(
            tuple("mptcp_join.sh:no JOIN", Outcome.PASS),
            tuple("mptcp_join.sh:single subflow", Outcome.FAIL));
    assertThat(results.get(0).time()).contains(Duration.ofMillis(1234));
    assertThat(results.get(1).message()).contains("got 0 JOIN[s] rx expected 1");
  }

  @Test
  void splatIsACrashOfWhatRanWhenItCame() throws IOException {
    left("selftest_mptcp_join.tap", JOIN.replace("not ok 1", "ok 1").replace(" # FAIL", ""));
    left("selftest_mptcp_join_subtests.tap", JOIN_SUBTESTS.replace("not ok", "ok"));
    String splat =
        "[   12.345678] WARNING: CPU: 0 PID: 1 at net/mptcp/pm.c:1 mptcp_pm_close+0x1/0x2\n";

    assertThat(results(TESTS + splat, RunEnd.exited(1)))
        .extracting(SubtestResult::id, SubtestResult::outcome)
        .containsExactly(
            tuple("mptcp_join.sh:no JOIN", Outcome.PASS),
            tuple("mptcp_join.sh:single subflow", Outcome.CRASH));

    String before = TESTS.replaceFirst("(?m)^(.*001 no JOIN.*)$", splat + "$1");
    assertThat(results(before, RunEnd.exited(1)))
        .as("before the first subtest it is one of the script, as of native guests")
        .extracting(SubtestResult::id, SubtestResult::outcome)
        .contains(tuple("mptcp_join.sh:mptcp_join.sh", Outcome.CRASH))
        .doesNotContain(tuple("mptcp_join.sh:single subflow", Outcome.CRASH));
  }

  @Test
  void progressIsHeardAsItComes() {
    RunOutput output = output(TESTS);

    assertThat(heard)
        .containsExactly(
            "building the kernel",
            "booting the VM",
            "running tests",
            "mptcp_join.sh",
            "mptcp_join.sh:no JOIN",
            "mptcp_join.sh:single subflow");
    assertThat(output.kernel()).contains("7.3.4-gabc");
    assertThat(output.accelerator()).contains("kvm");
  }

  @Test
  void aKernelThatPanicsIsACrashOfTheSubtestThatRan() throws IOException {
    left("selftest_mptcp_join.tap", "TAP version 13\n1..1\n");
    left(
        "selftest_mptcp_join.tap.tmp",
        "# 001 no JOIN\n#       join Rx                             [ OK ]\n# 002 single subflow\n");
    String printed =
        TESTS
            + """
            [   12.345678] BUG: kernel NULL pointer dereference, address: 0000000000000000
            [   12.345679] Oops: 0002 [#1] PREEMPT SMP NOPTI
            [   12.345680] Call Trace:
            [   12.345681] Kernel panic - not syncing: Fatal exception
            Unexpected stop of the VM
            """;

    List<SubtestResult> results = results(printed, RunEnd.exited(1));

    assertThat(results)
        .extracting(SubtestResult::name, SubtestResult::outcome)
        .containsExactly(
            tuple("no JOIN", Outcome.PASS),
            tuple("single subflow", Outcome.CRASH),
            tuple("mptcp_join.sh", Outcome.MISSING));
    assertThat(results.get(1).message()).contains("NULL pointer");
    RunReporter reporter =
        new RunReporter(
            "net/mptcp", output(printed), Instant.EPOCH, Duration.ofSeconds(9), "virtme");
    TestResult report = reporter.report(results.get(1));
    assertThat(report.verdict()).isEqualTo(Verdict.CRASH);
    assertThat(report.className()).isEqualTo("net.mptcp");
    assertThat(report.kernels()).containsEntry("guest", "7.3.4-gabc");
    assertThat(report.crashes()).hasSize(1);
    assertThat(report.crashes().get(0).kind()).isEqualTo(Splat.Kind.BUG.name());
  }

  @Test
  void aVmThatEndsWithoutAWordOfItsKernelSaysNothingOfIt() throws IOException {
    left("selftest_mptcp_join.tap", "TAP version 13\n1..1\n");
    left("selftest_mptcp_join.tap.tmp", "# 001 no JOIN\n");

    assertThat(results(TESTS + "Unexpected stop of the VM\n", RunEnd.exited(1)))
        .extracting(SubtestResult::outcome)
        .containsOnly(Outcome.INCONCLUSIVE);
  }

  @Test
  void aContainerThatWasKilledSaysNothingOfItsKernel() throws IOException {
    left("selftest_diag.tap", "TAP version 13\n1..1\nok 1 test: selftest_diag\n# time=3\n");

    assertThat(results(TESTS, RunEnd.lost("somebody killed the container")))
        .extracting(SubtestResult::id, SubtestResult::outcome)
        .containsExactly(
            tuple("diag.sh:diag.sh", Outcome.PASS), tuple("virtme:run", Outcome.INCONCLUSIVE));
  }

  @Test
  void aWarningIsACrashThoughTheSubtestPassed() throws IOException {
    left("selftest_mptcp_join.tap", JOIN.replace("not ok 1", "ok 1").replace(" # FAIL", ""));
    left("selftest_mptcp_join_subtests.tap", JOIN_SUBTESTS.replace("not ok 2", "ok 2"));
    String printed =
        TESTS.replace("# 002 single subflow\n", "")
            + "[    9.000001] WARNING: net/mptcp/protocol.c:1 at f+0x1/0x2, CPU#0: init/1\n"
            + "# 002 single subflow\n";

    assertThat(results(printed, RunEnd.exited(1)))
        .extracting(SubtestResult::name, SubtestResult::outcome)
        .containsExactly(tuple("no JOIN", Outcome.CRASH), tuple("single subflow", Outcome.PASS));
  }

  @Test
  void leaksAreCrashes() throws IOException {
    left("selftest_diag.tap", "TAP version 13\n1..1\nok 1 test: selftest_diag\n# time=3\n");
    left("kmemleak.txt", "unreferenced object 0xffff888 (size 32):\n");

    assertThat(results(TESTS, RunEnd.exited(1)))
        .extracting(SubtestResult::id, SubtestResult::outcome)
        .contains(tuple("virtme:kmemleak", Outcome.CRASH));
  }

  @Test
  void aBuildErrorIsAFailureOfTheTree() {
    String printed =
        """
        Build kernel
        net/mptcp/protocol.c:12:3: error: expected ';' before 'return'
        make[3]: *** [scripts/Makefile.build:287: net/mptcp/protocol.o] Error 1
        """;

    List<SubtestResult> results = results(printed, RunEnd.exited(2));

    assertThat(results)
        .extracting(SubtestResult::id, SubtestResult::outcome)
        .containsExactly(tuple("virtme:build", Outcome.FAIL));
    assertThat(results.get(0).message()).contains("building the kernel").contains("expected ';'");
  }

  @Test
  void whatFailsBeforeTheTreeIsTouchedSaysNothingOfIt() {
    assertThat(results("Build Packetdrill\nfatal: unable to access\n", RunEnd.exited(128)))
        .extracting(SubtestResult::id, SubtestResult::outcome)
        .containsExactly(tuple("virtme:run", Outcome.INCONCLUSIVE));
  }

  @Test
  void aRunOfTestsWithoutAResultIsNoPass() {
    assertThat(results("Boot VM\nStarting the validation script\n", RunEnd.exited(0)))
        .extracting(SubtestResult::outcome)
        .containsExactly(Outcome.MISSING);
  }

  @Test
  void packetdrillAndKunitPrintTheirOwnTap() throws IOException {
    left(
        "packetdrill_dss.tap",
        "TAP version 13\n1..2\nok 1 packetdrill: mptcp/dss/a.pkt\nnot ok 2 packetdrill: mptcp/dss/b.pkt\n");
    left("kunit_token.tap", "KTAP version 1\n1..1\nok 1 mptcp-token\n");

    assertThat(results(TESTS, RunEnd.exited(42)))
        .extracting(SubtestResult::script, SubtestResult::outcome)
        .containsExactly(
            tuple("kunit_token", Outcome.PASS),
            tuple("packetdrill_dss", Outcome.PASS),
            tuple("packetdrill_dss", Outcome.FAIL));
  }

  @Test
  void aScriptThatSkipsWhereAllFeaturesAreDueIsASkipWithItsWords() throws IOException {
    left(
        "selftest_diag.tap",
        "TAP version 13\n1..1\nnot ok 1 test: selftest_diag # SKIP\n# no ss\n# time=0\n");

    List<SubtestResult> results = results(TESTS, RunEnd.exited(42));

    assertThat(results.get(0).outcome()).isEqualTo(Outcome.SKIP);
    assertThat(results.get(0).message()).contains("no ss");
  }

  @Test
  void anExitCodeThatNoResultExplainsIsNoPass() throws IOException {
    left("selftest_diag.tap", "TAP version 13\n1..1\nok 1 test: selftest_diag\n# time=3\n");
    left("conclusion.txt", "KVM Validation: normal: Script error! ❓\n");

    assertThat(results(TESTS, RunEnd.exited(1)))
        .extracting(SubtestResult::id, SubtestResult::outcome)
        .contains(tuple("virtme:run", Outcome.INCONCLUSIVE));
  }

  @Test
  void conclusionsAreRead() {
    assertThat(Conclusion.parse("KVM Validation: normal: Success! ✅\n").state())
        .isEqualTo(Conclusion.State.SUCCESS);
    Conclusion both =
        Conclusion.parse(
            "KVM Validation: debug (only selftest_diag): Unstable: 1 failed test(s): selftest_diag"
                + " - Critical: 2 Call Trace(s) ❌");
    assertThat(both.state()).isEqualTo(Conclusion.State.CRITICAL);
    assertThat(both.issues())
        .containsExactly("Unstable: 1 failed test(s): selftest_diag", "Critical: 2 Call Trace(s)");
    assertThat(Conclusion.parse("").state()).isEqualTo(Conclusion.State.NONE);
  }
}
