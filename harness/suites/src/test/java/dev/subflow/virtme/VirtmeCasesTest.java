// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.subflow.failure.Splat;
import dev.subflow.kselftest.SubtestResult;
import dev.subflow.ktap.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Makes results of runs of upstream's image as its {@code entrypoint.sh} prints and leaves them.
 */
final class VirtmeCasesTest {
  private static final Path CASES = Path.of("src/test/resources/cases");
  private static final String JOIN = "mptcp_join.sh:";

  private static String log(String file) throws IOException {
    return Files.readString(CASES.resolve(file));
  }

  private static RunOutput heard(String log) {
    RunOutput output = new RunOutput(RunOutput.Observer.NONE);
    log.lines().forEach(output::line);
    return output;
  }

  @Test
  void aSplatThatIsPrintedAgainDecodedIsOneCrash() throws IOException {
    RunOutput output = heard(log("virtme-reprint/one-splat.log"));

    assertThat(RunResults.of(output, RunEnd.exited(1), CASES.resolve("virtme-reprint/results")))
        .extracting(SubtestResult::id, SubtestResult::outcome)
        .containsExactly(
            tuple(JOIN + "no JOIN", Outcome.PASS),
            tuple(JOIN + "multiple subflows, limited by server", Outcome.CRASH),
            tuple(JOIN + "single subflow", Outcome.PASS));
    assertThat(output.splats()).hasSize(1);
    assertThat(output.splats().get(0).lines()).noneMatch(line -> line.contains("mib.h:44"));
  }

  @Test
  void eachOfTwoSplatsIsPrintedAgainAndAWarningIsDecodedInItsHeadline() throws IOException {
    String more =
        """
        [  300.000001] WARNING: CPU: 0 PID: 1 at net/mptcp/pm.c:1 mptcp_pm_close+0x1/0x2
        [  300.000002] Call Trace:
        """;
    String log = log("virtme-reprint/one-splat.log");
    int again = log.indexOf("==========================================\nCall Trace found");
    String twice =
        log.substring(0, again).replace("# 003 single subflow\n", "# 003 single subflow\n" + more)
            + more.replace("mptcp_pm_close+0x1/0x2", "mptcp_pm_close (net/mptcp/pm.c:1)")
            + log.substring(again);

    RunOutput output = heard(twice);

    assertThat(output.splats())
        .extracting(Splat::kind)
        .containsExactly(Splat.Kind.BUG, Splat.Kind.WARNING);
    assertThat(RunResults.of(output, RunEnd.exited(1), CASES.resolve("virtme-reprint/results")))
        .extracting(SubtestResult::id, SubtestResult::outcome)
        .containsExactly(
            tuple(JOIN + "no JOIN", Outcome.PASS),
            tuple(JOIN + "multiple subflows, limited by server", Outcome.CRASH),
            tuple(JOIN + "single subflow", Outcome.CRASH));
  }

  @Test
  void aSplatBehindHalfALineIsOneOfTheSubtestThatTheLineNames() throws IOException {
    String log =
        log("virtme-notice/boot-notice.log")
            .replace("# 003 single subflow\n", "# 003 single subflow[  266.062334] BUG: bad one\n");

    assertThat(RunResults.of(heard(log), RunEnd.exited(2), CASES.resolve("virtme-notice/results")))
        .extracting(SubtestResult::id, SubtestResult::outcome)
        .contains(tuple(JOIN + "single subflow", Outcome.CRASH));
  }

  @Test
  void aNoticeIsNamedAndTheTestsPass() throws IOException {
    RunOutput output = heard(log("virtme-notice/boot-notice.log"));

    List<SubtestResult> results =
        RunResults.of(output, RunEnd.exited(2), CASES.resolve("virtme-notice/results"));

    assertThat(results)
        .extracting(SubtestResult::id, SubtestResult::outcome)
        .containsExactly(
            tuple(JOIN + "no JOIN", Outcome.PASS),
            tuple(JOIN + "multiple subflows, limited by server", Outcome.PASS),
            tuple(JOIN + "single subflow", Outcome.PASS),
            tuple("virtme:run", Outcome.INCONCLUSIVE));
    assertThat(results.get(3).message())
        .isEqualTo("no test failed; the image says: Notice: Boot failures, rebooted and continued");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "KVM Validation: normal: Success! ✅ | SUCCESS | ''",
        "KVM Validation: normal: Notice: Boot failures, rebooted and continued 🔴 | NOTICE | Notice: Boot failures, rebooted and continued",
        "KVM Validation: debug: Notice: a - Unstable: 1 failed test(s): selftest_diag 🔴 | UNSTABLE | Notice: a;Unstable: 1 failed test(s): selftest_diag",
        "KVM Validation: debug: Unstable: 1 failed test(s): x - Notice: a 🔴 | UNSTABLE | Unstable: 1 failed test(s): x;Notice: a",
        "KVM Validation: debug: Notice: a - Critical: 2 Call Trace(s) ❌ | CRITICAL | Notice: a;Critical: 2 Call Trace(s)",
        "KVM Validation: debug: Script error! ❓ | SCRIPT_ERROR | ''",
        "what else | NONE | ''",
      })
  void conclusionsAreUnderstood(String line, Conclusion.State state, String issues) {
    Conclusion conclusion = Conclusion.parse(line + "\n");

    assertThat(conclusion.state()).isEqualTo(state);
    assertThat(String.join(";", conclusion.issues())).isEqualTo(issues);
  }
}
