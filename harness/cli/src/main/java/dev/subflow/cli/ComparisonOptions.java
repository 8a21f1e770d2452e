// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.junit.RunSettings;
import dev.subflow.junit.Seed;
import dev.subflow.lab.LabSettings;
import dev.subflow.regress.Rules;
import dev.subflow.report.RunDirectory;
import dev.subflow.report.TestResult;
import dev.subflow.run.KernelComparison;
import dev.subflow.run.MixedRuns;
import dev.subflow.run.OnOneAndTwo;
import dev.subflow.run.RunView;
import dev.subflow.run.Scenario;
import dev.subflow.run.SpeedMeasuring;
import dev.subflow.run.TestChoice;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** By what kernels are compared, and how sure one wants to be. */
final class ComparisonOptions {
  @Option(
      names = "--image",
      paramLabel = "I",
      defaultValue = LabSettings.DEFAULT_IMAGE,
      description = "Root image: a folder under images/ (default: ${DEFAULT-VALUE}).")
  private String image = LabSettings.DEFAULT_IMAGE;

  @Mixin private MachineOptions machine = new MachineOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where results and evidence go (default: target/subflow/<time>-<id>).")
  private Optional<Path> out = Optional.empty();

  @Option(
      names = {"--tests", "--test"},
      paramLabel = "TEST",
      description =
          "Scenarios as 'subflow run' names them, all of them with \"all\", selftests as"
              + " kselftest:SCRIPT[:SUBTEST]; several with commas, or by saying --tests again"
              + " (default: a quick choice of scenarios).")
  private List<String> tests = List.of();

  @Option(
      names = "--runs",
      paramLabel = "N",
      description = "At most N runs of a test on each kernel (default: 20).")
  private int runs = Rules.DEFAULT_MAXIMUM;

  @Option(
      names = "--alpha",
      paramLabel = "P",
      description = "The chance, for each test, to call a difference what is none (default: 0.01).")
  private double alpha = Rules.DEFAULT_ALPHA;

  @Option(
      names = "--jobs",
      paramLabel = "J",
      description = "Tests at once (default: two for each core, as far as memory goes).")
  private Optional<Integer> jobs = Optional.empty();

  @Option(names = "--seed", paramLabel = "S", description = "Seed of random choices in scenarios.")
  private Optional<Long> seed = Optional.empty();

  @Option(names = "--test-package", hidden = true)
  private Optional<String> packageName = Optional.empty();

  /**
   * Checks what the parser cannot, before hours go into building kernels.
   *
   * @throws dev.subflow.failure.UsageException naming the option
   */
  void check() {
    var unusedGuests = guests();
    var unusedRun = runOptions();
  }

  Rules rules() {
    return new Rules(alpha, runs);
  }

  TestChoice tests() {
    return TestChoice.of(tests, packageName);
  }

  /** All scenarios where nothing was asked for. */
  TestChoice testsOrAll() {
    return TestChoice.of(tests.isEmpty() ? List.of(TestChoice.ALL) : tests, packageName);
  }

  Optional<Path> out() {
    return out;
  }

  private GuestOptions guests() {
    GuestOptions guests = new GuestOptions();
    guests.image = image;
    guests.machine = machine;
    machine.check();
    return guests;
  }

  List<String> words() {
    return tests;
  }

  /** Runs for somebody who asks for them by himself, in guests of one kind and of both kinds. */
  record Runs(MixedRuns plain, OnOneAndTwo both) implements AutoCloseable {
    @Override
    public void close() {
      both.close();
    }
  }

  /** Runs in the guests asked for, and on two processors as well. */
  Runs runs(Path home, RunDirectory directory, RunView view, TestChoice choice) {
    RunOptions run = runOptions();
    Seed first = run.seed();
    RunSettings settings = guests().run(home);
    BiFunction<LabSettings, RunDirectory, MixedRuns> opening =
        (guests, folder) ->
            new MixedRuns(
                settings.with(guests), run.jobs(false), folder, view, choice.scenarios(), first);
    MixedRuns plain = opening.apply(settings.lab(), directory);
    return new Runs(plain, new OnOneAndTwo(plain, settings.lab(), directory, opening));
  }

  /**
   * A comparison of kernels.
   *
   * @param recorded results of the base that stand for runs of it
   */
  KernelComparison comparison(
      Path home, TestChoice choice, Map<String, List<TestResult>> recorded) {
    RunOptions run = runOptions();
    return new KernelComparison(
        guests().run(home),
        choice,
        rules(),
        run.jobs(false),
        run.seed(),
        recorded,
        RunView.SILENT,
        false);
  }

  /** Measuring of kernels by scenarios, as sure as the comparison is. */
  SpeedMeasuring measuring(Path home, List<Scenario> scenarios, DifferenceOption difference) {
    return new SpeedMeasuring(
        guests().run(home),
        scenarios,
        difference.rules(alpha, runs),
        jobs.orElseGet(MeasureCommand::jobsOfThisMachine),
        runOptions().seed(),
        RunView.SILENT);
  }

  Optional<String> packageName() {
    return packageName;
  }

  private RunOptions runOptions() {
    RunOptions run = new RunOptions();
    run.jobs = jobs;
    run.seed = seed;
    run.check();
    return run;
  }
}
