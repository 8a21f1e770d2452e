// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.artifact.compile.BuildRequest;
import dev.subflow.artifact.compile.BuiltKernel;
import dev.subflow.artifact.compile.KernelBuildException;
import dev.subflow.failure.UsageException;
import dev.subflow.git.GitTree;
import dev.subflow.regress.Build;
import dev.subflow.regress.Builds;
import dev.subflow.regress.Comparison;
import dev.subflow.regress.Experiment;
import dev.subflow.regress.KernelTrial;
import dev.subflow.regress.RegressReport;
import dev.subflow.regress.Rules;
import dev.subflow.regress.Variant;
import dev.subflow.report.RunDirectory;
import dev.subflow.report.TestResult;
import dev.subflow.virtme.Hooks;
import dev.subflow.virtme.VirtmeMode;
import dev.subflow.virtme.VirtmeRun;
import dev.subflow.virtme.VirtmeRunner;
import dev.subflow.virtme.results.Phase;
import dev.subflow.virtme.results.RunOutput;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares kernel trees, or judges one, by what tests in the image say of them. */
final class VirtmeTrial {
  private final VirtmeRunner runner;
  private final String image;
  private final VirtmeOptions options;
  private final VirtmeMode mode;
  private final List<String> arguments;
  private final RunDirectory directory;
  private final Progress progress;
  private final Rules rules = new Rules(Rules.DEFAULT_ALPHA, Rules.DEFAULT_MAXIMUM);
  private final VirtmeRuns runs;

  /**
   * Prepares one.
   *
   * @param mode {@code vm-auto}, or the {@code auto-} mode of one variant, which is built first
   * @throws UsageException for other modes
   */
  VirtmeTrial(
      VirtmeRunner runner,
      String image,
      VirtmeOptions options,
      VirtmeMode mode,
      List<String> arguments,
      RunDirectory directory,
      Progress progress) {
    check(mode);
    this.runner = runner;
    this.image = image;
    this.options = options;
    this.mode = mode;
    this.arguments = List.copyOf(arguments);
    this.directory = directory;
    this.progress = progress;
    this.runs = new VirtmeRuns(this::test, options.tests(), directory);
  }

  /**
   * Whether trees can be compared by a mode.
   *
   * @throws UsageException if not
   */
  static void check(VirtmeMode mode) {
    if (mode != VirtmeMode.VM_AUTO && mode.testedVariant().isEmpty()) {
      throw new UsageException(
          mode.argument() + " tests no single kernel; take vm-auto, or auto-normal and its like");
    }
  }

  /**
   * What came of a comparison.
   *
   * @param brokenOff why it is not whole
   */
  record Outcome(RegressReport report, Optional<RuntimeException> brokenOff) {}

  /** Compares the tree with its base. */
  Outcome compare(Path base, String reproduce) {
    long start = System.nanoTime();
    List<Build> builds = List.of(build("base", base), build("patched", options.tree()));
    List<Comparison> comparisons = new ArrayList<>(Builds.compare(builds));
    List<Variant> trees = builds.stream().flatMap(b -> b.built().stream()).toList();
    Optional<RuntimeException> brokenOff = Optional.empty();
    if (trees.size() == builds.size()) {
      Experiment experiment = new Experiment(runs, rules, progress::say);
      try {
        comparisons.addAll(experiment.compare(trees, runs.tests()));
      } catch (RuntimeException e) {
        // What was found out in hours is worth keeping.
        brokenOff = Optional.of(e);
        comparisons.addAll(experiment.judged(trees));
        comparisons.add(Comparison.brokenOff(trees, String.valueOf(e.getMessage())));
      }
    }
    RegressReport report =
        new RegressReport(
            builds,
            comparisons,
            Map.of(),
            Optional.empty(),
            rules.alpha(),
            Duration.ofNanos(System.nanoTime() - start),
            reproduce);
    return new Outcome(report, brokenOff);
  }

  private Build build(String name, Path folder) {
    long start = System.nanoTime();
    Path tree = folder.toAbsolutePath().normalize();
    Optional<String> failure = compile(tree);
    return new Build(
        name,
        tree.toString(),
        failure.isPresent() ? Optional.empty() : Optional.of(tree.toString()),
        "",
        List.of(),
        Duration.ofNanos(System.nanoTime() - start),
        failure);
  }

  /**
   * Judges the tree as it is.
   *
   * @return whether it is bad; empty when it cannot be judged
   */
  Optional<Boolean> isBad() {
    Path tree = options.tree().toAbsolutePath().normalize();
    BuildRequest request =
        new BuildRequest(new BuildRequest.Tree(tree), List.of(), List.of(), List.of());
    KernelTrial trial =
        new KernelTrial(
            GitTree.at(tree),
            any -> built(tree),
            request,
            runs,
            runs.tests().get(0),
            rules,
            directory.path(),
            progress::say);
    return trial.isBad(request);
  }

  private BuiltKernel built(Path tree) {
    Optional<String> failure = compile(tree);
    if (failure.isPresent()) {
      throw new KernelBuildException(
          tree + " does not build: " + failure.get(), List.of(), directory.path());
    }
    return new BuiltKernel(tree, "", List.of(), Duration.ZERO);
  }

  private List<TestResult> test(
      Variant tree, List<String> commands, RunDirectory evidence, RunOutput.Observer observer) {
    List<String> variant =
        mode.testedVariant()
            .map(List::of)
            .orElse(mode == VirtmeMode.VM_AUTO ? arguments : List.of());
    VirtmeRun run = options.run(Path.of(tree.kernel()), VirtmeMode.VM_AUTO, variant, false);
    Hooks hooks = run.hooks();
    if (commands.equals(List.of(VirtmeRuns.NOTHING))) {
      run = run.withHooks(hooks.with(Hooks.Place.TESTS, "true"));
    } else if (!commands.isEmpty()) {
      run = run.withHooks(hooks.withSelftests(commands));
    }
    return runner.test(run, image, evidence, new Both(new VirtmeWatcher(progress), observer));
  }

  /** Tells two of how a container gets on. */
  private record Both(RunOutput.Observer one, RunOutput.Observer other)
      implements RunOutput.Observer {
    @Override
    public void phase(Phase phase) {
      one.phase(phase);
      other.phase(phase);
    }

    @Override
    public void script(String name) {
      one.script(name);
      other.script(name);
    }

    @Override
    public void subtest(String script, String title) {
      one.subtest(script, title);
      other.subtest(script, title);
    }

    @Override
    public void splat(String line) {
      one.splat(line);
      other.splat(line);
    }
  }

  /**
   * Builds a tree for the mode, unless that takes what is built.
   *
   * @return why it can't be built
   */
  private Optional<String> compile(Path tree) {
    Optional<String> variant = mode.testedVariant();
    if (variant.isEmpty()) {
      return Optional.empty();
    }
    List<String> words = new ArrayList<>(List.of(variant.get()));
    words.addAll(arguments);
    VirtmeRun run = options.run(tree, VirtmeMode.BUILD, words, false);
    return runner.build(run, image, directory, new VirtmeWatcher(progress));
  }
}
