// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.report.RunReport;
import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pairs kernels for fixtures, which need no guests; pairs with guests are in RunIT. */
final class MatrixTest {
  private static final String[] PAIRS = {
    "[client=debian:6.12,server=debian:6.12]",
    "[client=debian:6.12,server=debian:7.3]",
    "[client=debian:7.3,server=debian:6.12]",
    "[client=debian:7.3,server=debian:7.3]"
  };

  @TempDir Path temp;

  @Test
  void anAnnotatedMethodRunsOnEveryPairing() {
    CommandLineRun run = run("KernelsFixture.method", "--jobs", "3");

    assertThat(run.exitCode()).as(run.all()).isZero();
    assertThat(ids())
        .containsExactly(
            "KernelsFixture.method" + PAIRS[0],
            "KernelsFixture.method" + PAIRS[1],
            "KernelsFixture.method" + PAIRS[2],
            "KernelsFixture.method" + PAIRS[3]);
    assertThat(run.out())
        .containsPattern("CLIENT +SERVER debian:6.12 +SERVER debian:7.3 +SCENARIO\n")
        .containsPattern("debian:6.12 +PASS +PASS +KernelsFixture.method\n")
        .containsPattern("debian:7.3 +PASS +PASS +KernelsFixture.method\n")
        .contains("4 pass in");
  }

  @Test
  void anAnnotatedClassRunsOnEveryPairing() {
    CommandLineRun run = run("KernelsFixture.Inner");

    assertThat(run.exitCode()).as(run.all()).isZero();
    assertThat(ids())
        .containsExactlyInAnyOrder(
            "KernelsFixture.Inner.plain[host=debian:6.12]",
            "KernelsFixture.Inner.plain[host=debian:7.3]",
            "KernelsFixture.Inner.forBoth[1][host=debian:6.12]",
            "KernelsFixture.Inner.forBoth[2][host=debian:6.12]",
            "KernelsFixture.Inner.forBoth[1][host=debian:7.3]",
            "KernelsFixture.Inner.forBoth[2][host=debian:7.3]");
  }

  @Test
  void oneMethodOfAnAnnotatedClassCanBeRun() {
    CommandLineRun run = run("KernelsFixture.Inner.plain");

    assertThat(run.exitCode()).as(run.all()).isZero();
    assertThat(ids()).hasSize(2);
  }

  @Test
  void theMatrixOfTheCommandLineWins() {
    CommandLineRun run = run("KernelsFixture*", "--matrix", "a,b");

    assertThat(run.exitCode()).as(run.all()).isZero();
    assertThat(ids())
        .containsExactlyInAnyOrder(
            "KernelsFixture.method[client=a,server=a]",
            "KernelsFixture.method[client=a,server=b]",
            "KernelsFixture.method[client=b,server=a]",
            "KernelsFixture.method[client=b,server=b]",
            "KernelsFixture.oneHost[host=a]",
            "KernelsFixture.oneHost[host=b]",
            "KernelsFixture.pinned",
            "KernelsFixture.Inner.plain[host=a]",
            "KernelsFixture.Inner.plain[host=b]",
            "KernelsFixture.Inner.forBoth[1][host=a]",
            "KernelsFixture.Inner.forBoth[2][host=a]",
            "KernelsFixture.Inner.forBoth[1][host=b]",
            "KernelsFixture.Inner.forBoth[2][host=b]");
    assertThat(run.out()).containsPattern("a +b +SCENARIO\nPASS +PASS +KernelsFixture.Inner");
  }

  @Test
  void pairingsAreRepeatedToo() {
    CommandLineRun run =
        run("KernelsFixture.oneHost", "KernelsFixture.method", "--matrix=b,a", "--repeat=2");

    assertThat(run.exitCode()).as(run.all()).isZero();
    assertThat(ids()).hasSize(12).contains("KernelsFixture.oneHost[host=b]#2");
    assertThat(run.out())
        .containsPattern("2 +2 +0 +0 +0 .*KernelsFixture.oneHost\\[host=b\\]\n")
        .containsPattern("CLIENT +SERVER b +SERVER a +SCENARIO\nb +2 PASS +2 PASS +")
        .contains("12 pass in");
  }

  @Test
  void theTableTellsWhatIsNotThere() {
    List<TestResult> results =
        List.of(
            result(Verdict.PASS, "a", "a"),
            result(Verdict.FAIL, "a", "b"),
            result(Verdict.CRASH, "b", "a"));

    MatrixTable table = new MatrixTable(results, List.of("b", "a"));
    assertThat(table.tables())
        .containsExactly(
            List.of(
                "CLIENT  SERVER b  SERVER a  SCENARIO",
                "b       -         CRASH     Join.second",
                "a       FAIL      PASS      Join.second"));
    assertThat(table.legend()).containsExactly("a is 6.12.107-1", "b is 7.3.4-1");
  }

  private static TestResult result(Verdict verdict, String client, String server) {
    Map<String, String> versions = Map.of("a", "6.12.107-1", "b", "7.3.4-1");
    return TestResult.builder("Join", "Join.second[" + client + server + "]", verdict)
        .scenario("Join.second")
        .pairing(Map.of("client", client, "server", server))
        .kernels(Map.of("client", versions.get(client), "server", versions.get(server)))
        .build();
  }

  private List<String> ids() {
    return RunReport.read(temp).results().stream().map(TestResult::id).toList();
  }

  private CommandLineRun run(String... more) {
    List<String> args = new ArrayList<>(List.of("run", "--package", "dev.subflow.cli.fixture"));
    args.addAll(List.of("--no-prepare", "--out", temp.toString()));
    args.addAll(List.of(more));
    return CommandLineRun.of(args.toArray(String[]::new));
  }
}
