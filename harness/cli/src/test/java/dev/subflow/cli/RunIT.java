// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.artifact.Artifacts;
import dev.subflow.artifact.kernel.Kernel;
import dev.subflow.cache.Cache;
import dev.subflow.report.RunReport;
import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs of scenarios in real guests: at once, repeated, booted, and on pairings of kernels. */
@Timeout(300)
final class RunIT {
  private static final String KERNEL = System.getProperty("subflow.kernel", "debian:stable");

  @TempDir Path temp;

  @Test
  void onlyWhoAsksForItBoots() throws IOException {
    CommandLineRun run =
        run("GuestsFixture.boots", "GuestsFixture.isPristine", "GuestsFixture.talks");

    assertThat(run.exitCode()).as(run.all()).isZero();
    assertThat(qemuArguments("GuestsFixture.boots")).doesNotContain("-incoming");
    assertThat(qemuArguments("GuestsFixture.isPristine")).contains("-incoming");
  }

  private String qemuArguments(String test) throws IOException {
    return Files.readString(temp.resolve(test).resolve("qemu-host.args"));
  }

  @Test
  void everyRepetitionIsPristineAndPassesLeaveNoEvidence() throws IOException {
    CommandLineRun run =
        run("GuestsFixture.isPristine", "GuestsFixture.talks", "--repeat", "6", "--jobs", "3");

    assertThat(run.exitCode()).as(run.all()).isZero();
    assertThat(RunReport.read(temp).results())
        .hasSize(12)
        .allMatch(r -> r.verdict() == Verdict.PASS);
    assertThat(folders())
        .containsExactlyInAnyOrder("assets", "GuestsFixture.isPristine_1", "GuestsFixture.talks_1");
  }

  @Test
  void failuresKeepTheirEvidenceAndComeAgainWithTheirSeed() throws IOException {
    CommandLineRun run =
        run("GuestsFixture.failsWithOddSeeds", "--repeat", "6", "--jobs", "2", "--seed", "2");

    List<TestResult> failed =
        RunReport.read(temp).results().stream().filter(r -> r.verdict() == Verdict.FAIL).toList();
    assertThat(run.exitCode()).as(run.all()).isEqualTo(1);
    assertThat(failed).isNotEmpty().hasSizeLessThan(6);
    assertThat(failed).allMatch(r -> r.seed().orElseThrow() % 2 != 0);
    assertThat(folders())
        .contains("assets", "GuestsFixture.failsWithOddSeeds_1")
        .hasSize(failed.size() + 2)
        .containsAll(failed.stream().map(r -> r.evidence().orElseThrow()).toList());

    Path again = temp.resolve("again");
    long seed = failed.get(0).seed().orElseThrow();
    assertThat(
            CommandLineRun.of(
                    arguments(
                        again, "GuestsFixture.failsWithOddSeeds", "--seed", Long.toString(seed)))
                .exitCode())
        .isEqualTo(1);
  }

  @Test
  void eachHostGetsTheKernelOfItsPairing() throws IOException {
    // The same kernel under two names: others may have to be fetched first.
    String alias = alias();
    CommandLineRun run =
        run("GuestsFixture.talks", "GuestsFixture.isPristine", "--matrix", KERNEL + "," + alias);

    assertThat(run.exitCode()).as(run.all()).isZero();
    List<TestResult> results = RunReport.read(temp).results();
    assertThat(results).hasSize(6);
    assertThat(results)
        .extracting(TestResult::pairing)
        .contains(Map.of("client", KERNEL, "server", alias), Map.of("host", alias));
    assertThat(run.out())
        .containsPattern("SERVER \\Q" + KERNEL + "\\E +SERVER \\Q" + alias + "\\E");
  }

  /** Another name of the kernel under test. */
  private String alias() throws IOException {
    Kernel kernel = new Artifacts(Home.find(), Cache.ofUser(), said -> {}).kernel(KERNEL);
    if (kernel.origin().isEmpty()) {
      return "debian:" + kernel.version();
    }
    Path link = temp.resolve("alias");
    return Files.createSymbolicLink(link, kernel.origin().get()).toString();
  }

  private List<String> folders() throws IOException {
    try (Stream<Path> files = Files.list(temp)) {
      return files.filter(Files::isDirectory).map(f -> f.getFileName().toString()).toList();
    }
  }

  private CommandLineRun run(String... more) {
    return CommandLineRun.of(arguments(temp, more));
  }

  private static String[] arguments(Path out, String... more) {
    List<String> args = new ArrayList<>(List.of("run", "--package", "dev.subflow.cli.guests"));
    args.addAll(List.of("--no-prepare", "--kernel", KERNEL, "--out", out.toString()));
    args.addAll(List.of(more));
    return args.toArray(String[]::new);
  }
}
