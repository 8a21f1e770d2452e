// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.report.RunReport;
import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Comparisons of kernels that need not be built, in real guests. */
@Timeout(600)
final class RegressIT {
  private static final String OLDER = "debian:stable";
  private static final String NEWER = "debian:backports";

  @TempDir Path temp;

  @Test
  void kernelIsLikeItself() throws IOException {
    CommandLineRun run =
        regress(OLDER, OLDER, "GuestsFixture.isPristine,GuestsFixture.failsWithOddSeeds");

    assertThat(run.exitCode()).as(run.all()).isZero();
    assertThat(run.out()).contains("no difference", "4 UNCHANGED in ");
    assertThat(Files.readString(temp.resolve("summary.md"))).startsWith("## 4 UNCHANGED");
    assertThat(RunReport.read(temp.resolve("base")).results())
        .as("what did not differ ran once")
        .hasSize(2);
  }

  @Test
  void differenceIsConfirmedByRunsInTurns() throws IOException {
    CommandLineRun run =
        regress(OLDER, NEWER, "GuestsFixture.isOfTheSixthSeries,GuestsFixture.isPristine");

    assertThat(run.exitCode()).as(run.all()).isEqualTo(1);
    assertThat(run.out())
        .containsPattern(
            "REGRESSED +5 of 5 pass +0 of 5 pass +0.004 +GuestsFixture.isOfTheSixthSeries")
        .contains("1 REGRESSED, 3 UNCHANGED in ");
    assertThat(Files.readString(temp.resolve("junit.xml")))
        .contains("<failure type=\"FAIL\"", "before 5 of 5 pass, after 0 of 5 pass");
    List<TestResult> patched = RunReport.read(temp.resolve("patched")).results();
    TestResult failed =
        patched.stream().filter(r -> r.verdict() == Verdict.FAIL).findFirst().orElseThrow();
    assertThat(failed.kernels().get("host")).as("it ran on the newer kernel").startsWith("7.");
    assertThat(temp.resolve("patched").resolve(failed.evidence().orElseThrow())).isDirectory();
  }

  @Test
  void otherWayRoundItIsFixed() {
    CommandLineRun run = regress(NEWER, OLDER, "GuestsFixture.isOfTheSixthSeries");

    assertThat(run.exitCode()).as(run.all()).isZero();
    assertThat(run.out()).containsPattern("FIXED +0 of 5 pass +5 of 5 pass +0.004 ");
  }

  private CommandLineRun regress(String base, String patched, String tests) {
    List<String> arguments =
        new ArrayList<>(List.of("regress", "--kernels", base + "," + patched, "--tests", tests));
    arguments.addAll(List.of("--test-package", "dev.subflow.cli.guests", "--jobs", "4"));
    arguments.addAll(List.of("--cpus", "1"));
    arguments.addAll(List.of("--out", temp.toString()));
    return CommandLineRun.of(arguments.toArray(String[]::new));
  }
}
