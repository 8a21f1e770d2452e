// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.junit.Seed;
import dev.subflow.report.RunReport;
import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs fixtures, which need no guests, many times; repetitions with guests are in RunIT. */
final class RepeatTest {
  @TempDir Path temp;

  @ParameterizedTest
  @ValueSource(strings = {"1", "4"})
  void verdictsAreCountedHoweverManyRunAtOnce(String jobs) {
    CommandLineRun run = run("RepeatedFixture", "--repeat", "6", "--jobs", jobs, "--seed", "42");

    assertThat(run.exitCode()).as(run.all()).isEqualTo(1);
    assertThat(run.out())
        .containsPattern("RUNS +PASS +FAIL +CRASH +SKIP +INCONCLUSIVE +MEDIAN +MAX +SCENARIO\n")
        .containsPattern("6 +4 +2 +0 +0 +0 +\\S+ s +\\S+ s +RepeatedFixture.failsEveryThirdTime\n")
        .containsPattern("6 +0 +0 +0 +6 +0 +\\S+ s +\\S+ s +RepeatedFixture.isDisabled\n")
        .containsPattern("6 +6 +0 +0 +0 +0 +\\S+ s +\\S+ s +RepeatedFixture.passesForBoth\\[2\\]\n")
        .contains("FAIL RepeatedFixture.failsEveryThirdTime: 2 of 6, in 3, 6\n")
        .contains("again: --seed " + new Seed(42).ofRepetition(3).value() + "\n")
        .contains("seed 42")
        .contains("FAIL         RepeatedFixture.failsEveryThirdTime#3")
        .doesNotContain("PASS         RepeatedFixture");
  }

  @Test
  void resultsAreTheSameHoweverManyRunAtOnce() {
    List<TestResult> one = results("one", "1");
    List<TestResult> four = results("four", "4");

    assertThat(one).hasSize(20);
    assertThat(four)
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("started", "elapsed")
        .containsExactlyElementsOf(one);
    assertThat(one)
        .extracting(TestResult::id)
        .startsWith(
            "RepeatedFixture.failsEveryThirdTime#1", "RepeatedFixture.failsEveryThirdTime#2")
        .endsWith("RepeatedFixture.takesAWhile#4");
  }

  private List<TestResult> results(String folder, String jobs) {
    Path out = temp.resolve(folder);
    CommandLineRun.of(
        "run",
        "RepeatedFixture",
        "--package",
        "dev.subflow.cli.fixture",
        "--no-prepare",
        "--out",
        out.toString(),
        "--repeat",
        "4",
        "--seed",
        "7",
        "--jobs",
        jobs);
    return RunReport.read(out).results();
  }

  @Test
  void everyRepetitionHasASeedOfItsOwn() {
    run("RepeatedFixture.passesForBoth", "--repeat", "5", "--seed", "-3");

    List<TestResult> results = RunReport.read(temp).results();
    assertThat(results.stream().map(r -> r.seed().orElseThrow()).distinct()).hasSize(5);
    assertThat(results)
        .filteredOn(r -> r.repetition().orElseThrow() == 1)
        .allMatch(r -> r.seed().orElseThrow() == -3);
  }

  @Test
  void untilFailEndsAtTheFirstFailure() {
    CommandLineRun run = run("RepeatedFixture.failsEveryThirdTime", "--until-fail", "--jobs", "1");

    assertThat(run.exitCode()).as(run.all()).isEqualTo(1);
    assertThat(RunReport.read(temp).results())
        .extracting(TestResult::verdict)
        .containsExactly(Verdict.PASS, Verdict.PASS, Verdict.FAIL);
  }

  @Test
  void untilFailEndsAtTheNumberOfRepetitions() {
    CommandLineRun run = run("RepeatedFixture.passesForBoth", "--until-fail", "--repeat", "3");

    assertThat(run.exitCode()).as(run.all()).isZero();
    assertThat(RunReport.read(temp).results()).hasSize(6);
  }

  @Test
  void untilFailGivesUpWhereNothingRuns() {
    CommandLineRun run = run("RepeatedFixture.isDisabled", "--until-fail", "--jobs", "2");

    assertThat(run.exitCode()).as(run.all()).isZero();
    assertThat(RunReport.read(temp).results()).hasSizeLessThan(5);
  }

  @Test
  void whatNeverRanIsMissingInEveryRepetition() {
    CommandLineRun run = run("UnconstructibleFixture", "--repeat", "3");

    assertThat(run.exitCode()).as(run.all()).isEqualTo(3);
    assertThat(RunReport.read(temp).results())
        .extracting(TestResult::id)
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, 3)
                .mapToObj(i -> "UnconstructibleFixture.neverRuns#" + i)
                .toList());
  }

  @Test
  void severalRunAtOnce() {
    CommandLineRun one = run("RepeatedFixture.takesAWhile", "--repeat", "8", "--jobs", "8");

    assertThat(one.exitCode()).isZero();
    List<TestResult> results = RunReport.read(temp).results();
    assertThat(
            results.stream()
                .filter(
                    r ->
                        results.stream()
                            .anyMatch(
                                o ->
                                    !o.equals(r)
                                        && o.started().isBefore(r.started())
                                        && o.started().plus(o.elapsed()).isAfter(r.started()))))
        .as("overlapping")
        .isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--repeat=0", "--jobs=0", "--jobs=-1", "--repeat=x", "--matrix=a,,b"})
  void nonsenseIsRefused(String option) {
    CommandLineRun run = run("RepeatedFixture.passesForBoth", option);

    assertThat(run.exitCode()).as(run.all()).isEqualTo(2);
    assertThat(run.err()).contains(option.substring(0, option.indexOf('=')));
    assertThat(temp).isEmptyDirectory();
  }

  private CommandLineRun run(String... more) {
    List<String> args = new ArrayList<>(List.of("run", "--package", "dev.subflow.cli.fixture"));
    args.addAll(List.of("--no-prepare", "--out", temp.toString()));
    args.addAll(List.of(more));
    return CommandLineRun.of(args.toArray(String[]::new));
  }
}
