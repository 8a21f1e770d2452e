// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.artifact.compile.KernelBuildException;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.UsageException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exit codes as {@code git bisect run} reads them; bad usage is in RegressCommandTest. */
final class BisectCommandTest {
  private final FakeStreams streams = new FakeStreams();

  private int exitCode(Supplier<Optional<Boolean>> isBad) {
    return BisectCommand.forGit(streams.files(), isBad);
  }

  @Test
  void aVerdictIsGoodOrBadOrNone() {
    assertThat(exitCode(() -> Optional.of(false))).isZero();
    assertThat(exitCode(() -> Optional.of(true))).isEqualTo(1);
    assertThat(exitCode(Optional::empty)).as("git skips it").isEqualTo(125);
  }

  @Test
  void aRevisionThatDoesNotBuildIsSkippedAndSaysWhy() {
    int exitCode =
        exitCode(
            () -> {
              throw new KernelBuildException("pm.c does not compile", List.of(), Path.of("/x"));
            });

    assertThat(exitCode).isEqualTo(125);
    assertThat(streams.err()).contains("pm.c does not compile");
  }

  @Test
  void whatIsNoFaultOfTheRevisionStopsTheBisection() {
    assertThat(
            exitCode(
                () -> {
                  throw new InfrastructureException("the disk is full");
                }))
        .isEqualTo(128);
    assertThat(
            exitCode(
                () -> {
                  throw new UsageException("no scenario is called X");
                }))
        .isEqualTo(128);
    assertThat(streams.err()).contains("the disk is full", "no scenario is called X");
  }

  @ParameterizedTest
  @CsvSource({
    "bisect --run --test x, true",
    "bisect --test x, false",
    "virtme --judge auto-normal, true",
    "virtme --run auto-normal, false",
    "bisect --run=true, true",
    "bisect --runs 3, false",
    "run --judge, false"
  })
  void onlyJudgingIsForGit(String words, boolean forGit) {
    assertThat(BisectCommand.isForGit(words.split(" "))).isEqualTo(forGit);
  }

  @Test
  void revisionsAreGitsWhereItAsks() {
    CommandLineRun run =
        CommandLineRun.of(
            "bisect",
            "--run",
            "--good=v1",
            "--test=GuestsFixture.talks",
            "--test-package=dev.subflow.cli.guests");

    assertThat(run.exitCode()).isEqualTo(128);
    assertThat(run.err()).contains("--run judges the tree as it is; --good and --bad are git's");
  }

  @Test
  void behaviourWantsBothEnds() {
    CommandLineRun run =
        CommandLineRun.of(
            "bisect",
            "--run",
            "--behaviour",
            "--test=GuestsFixture.talks",
            "--test-package=dev.subflow.cli.guests");

    assertThat(run.exitCode()).isEqualTo(128);
    assertThat(run.err()).contains("--behaviour compares --good with --bad");
  }
}
