// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.artifact.build.BuildRequest;
import dev.subflow.artifact.build.BuiltKernel;
import dev.subflow.artifact.build.KernelBuildException;
import dev.subflow.host.InfrastructureException;
import dev.subflow.host.UsageException;
import dev.subflow.regress.Build;
import dev.subflow.regress.Experiment;
import dev.subflow.regress.GitTree;
import dev.subflow.regress.KernelTrial;
import dev.subflow.regress.RegressReport;
import dev.subflow.regress.Rules;
import dev.subflow.regress.Variant;
import dev.subflow.report.RunDirectory;
import dev.subflow.report.TestResult;
import dev.subflow.virtme.VirtmeMode;
import dev.subflow.virtme.VirtmeRun;
import dev.subflow.virtme.VirtmeRunner;
import dev.subflow.virtme.results.Phase;
import dev.subflow.virtme.results.RunEnd;
import dev.subflow.virtme.results.RunOutput;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares kernel trees, or judges one, by what tests in the image say of them. */
final class VirtmeTrial {
  private static final int LAST_WORDS = 20;
  private static final int KEPT_BYTES = 1 << 20;

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

  /** Compares the tree with its base. */
  RegressReport compare(Path base, String reproduce) {
    long start = System.nanoTime();
    List<Variant> trees = List.of(variant("base", base), variant("patched", options.tree()));
    List<Build> builds = new ArrayList<>();
    for (Variant tree : trees) {
      Duration took = build(Path.of(tree.kernel()));
      builds.add(
          new Build(
              tree.name(),
              tree.title(),
              Optional.of(tree.kernel()),
              "",
              List.of(),
              took,
              Optional.empty()));
    }
    return new RegressReport(
        builds,
        new Experiment(runs, rules, progress::say).compare(trees, runs.tests()),
        Map.of(),
        Optional.empty(),
        rules.alpha(),
        Duration.ofNanos(System.nanoTime() - start),
        reproduce);
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
            any -> new BuiltKernel(tree, "", List.of(), build(tree)),
            request,
            runs,
            runs.tests().get(0),
            rules,
            directory.path(),
            progress::say);
    return trial.isBad(request);
  }

  private static Variant variant(String name, Path tree) {
    String folder = tree.toAbsolutePath().normalize().toString();
    return new Variant(name, folder, folder);
  }

  private List<TestResult> test(
      Variant tree, List<String> commands, RunDirectory evidence, RunOutput.Observer observer) {
    List<String> variant =
        mode.testedVariant()
            .map(List::of)
            .orElse(mode == VirtmeMode.VM_AUTO ? arguments : List.of());
    VirtmeRun run = options.run(Path.of(tree.kernel()), VirtmeMode.VM_AUTO, variant, false);
    if (!commands.isEmpty()) {
      run = run.withHooks(run.hooks().withSelftests(commands));
    }
    RunOutput.Observer watcher = new VirtmeWatcher(progress);
    return runner.test(
        run,
        image,
        evidence,
        new RunOutput.Observer() {
          @Override
          public void phase(Phase phase) {
            watcher.phase(phase);
            observer.phase(phase);
          }

          @Override
          public void subtest(String script, String title) {
            watcher.subtest(script, title);
          }
        });
  }

  /** Builds a tree for the mode, unless that takes what is built. */
  private Duration build(Path tree) {
    Optional<String> variant = mode.testedVariant();
    if (variant.isEmpty()) {
      return Duration.ZERO;
    }
    long start = System.nanoTime();
    List<String> words = new ArrayList<>(List.of(variant.get()));
    words.addAll(arguments);
    VirtmeRun run = options.run(tree, VirtmeMode.BUILD, words, false);
    progress.status("building " + tree);
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    RunEnd end =
        runner.run(
            run,
            image,
            Optional.empty(),
            bytes -> {
              if (said.size() < KEPT_BYTES) {
                said.writeBytes(bytes);
              }
            },
            terminal -> {});
    progress.status("");
    if (end.kind() == RunEnd.Kind.LOST) {
      throw new InfrastructureException(end.reason());
    }
    if (end.exitCode() != 0) {
      List<String> lines = said.toString(StandardCharsets.UTF_8).lines().toList();
      throw new KernelBuildException(
          tree
              + " does not build:\n"
              + String.join(
                  "\n", lines.subList(Math.max(0, lines.size() - LAST_WORDS), lines.size())),
          List.of(),
          tree.resolve(".virtme"));
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
