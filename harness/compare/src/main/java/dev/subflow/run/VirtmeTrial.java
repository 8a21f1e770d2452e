// SPDX-License-Identifier: Apache-2.0
package dev.subflow.run;

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
import dev.subflow.virtme.Phase;
import dev.subflow.virtme.RunOutput;
import dev.subflow.virtme.VirtmeMode;
import dev.subflow.virtme.VirtmeRun;
import dev.subflow.virtme.VirtmeRunner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Compares kernel trees, or judges one, by what tests in the image say of them. */
public final class VirtmeTrial {
  private final VirtmeRunner runner;
  private final String image;
  private final Tree tree;
  private final VirtmeMode mode;
  private final List<String> arguments;
  private final RunDirectory directory;
  private final RunOutput.Observer watcher;
  private final Consumer<String> said;
  private final Rules rules = new Rules(Rules.DEFAULT_ALPHA, Rules.DEFAULT_MAXIMUM);
  private final VirtmeRuns runs;

  /** The tree that is judged, and how one is run. */
  public interface Tree {
    /** The tree itself. */
    Path folder();

    /** Scripts to run with their arguments; none for all. */
    List<String> tests();

    /** A run of that tree, or another, in a mode. */
    VirtmeRun run(Path folder, VirtmeMode mode, List<String> arguments);
  }

  /**
   * Prepares one.
   *
   * @param watcher shown how far a container is
   * @param said told what is found out
   * @param mode {@code vm-auto}, or the {@code auto-} mode of one variant, which is built first
   * @throws UsageException for other modes
   */
  public VirtmeTrial(
      VirtmeRunner runner,
      String image,
      Tree tree,
      VirtmeMode mode,
      List<String> arguments,
      RunDirectory directory,
      RunOutput.Observer watcher,
      Consumer<String> said) {
    check(mode);
    this.runner = runner;
    this.image = image;
    this.tree = tree;
    this.mode = mode;
    this.arguments = List.copyOf(arguments);
    this.directory = directory;
    this.watcher = watcher;
    this.said = said;
    this.runs = new VirtmeRuns(this::test, tree.tests(), directory);
  }

  /**
   * Whether trees can be compared by a mode.
   *
   * @throws UsageException if not
   */
  public static void check(VirtmeMode mode) {
    if (mode != VirtmeMode.VM_AUTO && mode.testedVariant().isEmpty()) {
      throw new UsageException(
          mode.argument() + " tests no single kernel; take vm-auto, or auto-normal and its like");
    }
  }

  /**
   * Outcome of a comparison.
   *
   * @param brokenOff why it is not whole
   */
  public record Outcome(RegressReport report, Optional<RuntimeException> brokenOff) {}

  /** Compares the tree with its base. */
  public Outcome compare(Path base, String reproduce) {
    long start = System.nanoTime();
    List<Build> builds = List.of(build("base", base), build("patched", tree.folder()));
    List<Comparison> comparisons = new ArrayList<>(Builds.compare(builds));
    List<Variant> trees = builds.stream().flatMap(b -> b.built().stream()).toList();
    Optional<RuntimeException> brokenOff = Optional.empty();
    if (trees.size() == builds.size()) {
      Experiment experiment = new Experiment(runs, rules, said);
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
    Path absolute = folder.toAbsolutePath().normalize();
    Optional<String> failure = compile(absolute);
    return new Build(
        name,
        absolute.toString(),
        failure.isPresent() ? Optional.empty() : Optional.of(absolute.toString()),
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
  public Optional<Boolean> isBad() {
    Path folder = tree.folder().toAbsolutePath().normalize();
    BuildRequest request =
        new BuildRequest(new BuildRequest.Tree(folder), List.of(), List.of(), List.of());
    KernelTrial trial =
        new KernelTrial(
            GitTree.at(folder),
            any -> built(folder),
            request,
            runs,
            runs.tests().get(0),
            rules,
            directory.path(),
            said);
    return trial.isBad(request);
  }

  private BuiltKernel built(Path folder) {
    Optional<String> failure = compile(folder);
    if (failure.isPresent()) {
      throw new KernelBuildException(
          folder + " does not build: " + failure.get(), List.of(), directory.path());
    }
    return new BuiltKernel(folder, "", List.of(), Duration.ZERO);
  }

  private List<TestResult> test(
      Variant kernel, List<String> commands, RunDirectory evidence, RunOutput.Observer observer) {
    List<String> variant =
        mode.testedVariant()
            .map(List::of)
            .orElse(mode == VirtmeMode.VM_AUTO ? arguments : List.of());
    VirtmeRun run = tree.run(Path.of(kernel.kernel()), VirtmeMode.VM_AUTO, variant);
    Hooks hooks = run.hooks();
    if (commands.equals(List.of(VirtmeRuns.NOTHING))) {
      run = run.withHooks(hooks.with(Hooks.Place.TESTS, "true"));
    } else if (!commands.isEmpty()) {
      run = run.withHooks(hooks.withSelftests(commands));
    }
    return runner.test(run, image, evidence, new Both(watcher, observer));
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
  private Optional<String> compile(Path folder) {
    Optional<String> variant = mode.testedVariant();
    if (variant.isEmpty()) {
      return Optional.empty();
    }
    List<String> words = new ArrayList<>(List.of(variant.get()));
    words.addAll(arguments);
    VirtmeRun run = tree.run(folder, VirtmeMode.BUILD, words);
    return runner.build(run, image, directory, watcher);
  }
}
