// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import dev.subflow.artifact.compile.BuildRequest;
import dev.subflow.artifact.compile.BuiltKernel;
import dev.subflow.artifact.compile.KernelBuildException;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.UsageException;
import dev.subflow.git.GitTree;
import dev.subflow.regress.BisectStep.State;
import dev.subflow.regress.SequentialTest.Counts;
import dev.subflow.regress.TestRuns.Job;
import dev.subflow.report.TestResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Builds revisions and runs a test on them. */
public final class KernelTrial implements Bisection.Trial {
  private static final int NAME = 12;

  private final GitTree tree;
  private final Function<BuildRequest, BuiltKernel> builder;
  private final BuildRequest like;
  private final TestRuns runs;
  private final String test;
  private final Rules rules;
  private final Path folder;
  private final Consumer<String> progress;

  /**
   * @param builder of kernels
   * @param like how revisions are configured, and what is patched into each
   * @param test what tells good from bad
   * @param folder where the runs leave results and evidence
   */
  public KernelTrial(
      GitTree tree,
      Function<BuildRequest, BuiltKernel> builder,
      BuildRequest like,
      TestRuns runs,
      String test,
      Rules rules,
      Path folder,
      Consumer<String> progress) {
    this.tree = tree;
    this.builder = builder;
    this.like = like;
    this.runs = new AsOne(runs);
    this.test = test;
    this.rules = rules;
    this.folder = folder;
    this.progress = progress;
  }

  @Override
  public List<BisectStep> ends(String good, String bad) {
    Variant goodKernel = build(good);
    Variant badKernel = build(bad);
    List<Comparison> comparisons =
        new Experiment(runs, rules, progress)
            .compare(List.of(goodKernel, badKernel), List.of(test));
    if (comparisons.isEmpty()) {
      throw new UsageException(test + " gave no result; is it the name of a test?");
    }
    Comparison ends = comparisons.get(0);
    if (ends.change() == Change.INCONCLUSIVE) {
      throw new InfrastructureException(undecided(ends));
    }
    if (ends.change() != Change.REGRESSED && ends.change() != Change.CRASHED) {
      throw new UsageException(undecided(ends));
    }
    String seen = ends.message().orElse("");
    return List.of(
        step(good, State.GOOD, ends.base().passed(), ends.base().failed(), "", Optional.empty()),
        step(
            bad,
            State.BAD,
            ends.patched().passed(),
            ends.patched().failed(),
            seen,
            ends.evidence().map(this::evidence)));
  }

  private String undecided(Comparison ends) {
    return "the ends cannot be told apart by "
        + test
        + ": "
        + ends.change()
        + " (good: "
        + ends.base().text()
        + ", bad: "
        + ends.patched().text()
        + ends.message().map(m -> ").\n" + m).orElse(").");
  }

  @Override
  public BisectStep middle(String commit, BisectStep good, BisectStep bad) {
    Variant kernel;
    try {
      kernel = build(commit);
    } catch (KernelBuildException e) {
      String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      return step(commit, State.SKIP, 0, 0, "does not build: " + first, Optional.empty());
    } catch (UsageException e) {
      // A patch on top that does not apply here, or an option that the tree has not got yet.
      return untested(commit, "cannot be built", e);
    }
    try {
      Optional<String> failure = new BootCheck(runs).failure(kernel);
      if (failure.isPresent()) {
        return step(commit, State.SKIP, 0, 0, failure.get(), Optional.empty());
      }
      return judge(
          commit, kernel, SequentialTest.between(good.counts(), bad.counts(), rules.alpha()));
    } catch (UsageException e) {
      // A selftest that came later.
      return untested(commit, "cannot be tested", e);
    }
  }

  private BisectStep untested(String commit, String what, UsageException why) {
    return step(commit, State.SKIP, 0, 0, what + ": " + why.getMessage(), Optional.empty());
  }

  private BisectStep judge(String commit, Variant kernel, SequentialTest sequential) {
    Tally tally = Tally.NONE;
    while (true) {
      Counts counts = new Counts(tally.passed(), tally.failed());
      Optional<TestResult> shown = tally.firstBad();
      String note =
          shown.map(r -> r.verdict() + ": " + r.message().orElse("no message")).orElse("");
      Optional<String> evidence =
          shown.flatMap(TestResult::evidence).map(e -> evidence(kernel.name() + "/" + e));
      Optional<Boolean> isBad = sequential.isBad(counts);
      if (isBad.isPresent()) {
        State state = isBad.get() ? State.BAD : State.GOOD;
        return step(commit, state, counts.passed(), counts.failed(), note, evidence);
      }
      if (tally.skipped() > 0) {
        return step(commit, State.SKIP, 0, 0, "the test is skipped: " + note, evidence);
      }
      int silent = tally.attempts() - tally.evidence();
      // It boots, so what comes to nothing is rather the machine's fault, which may pass.
      if (silent >= rules.maximum() || tally.evidence() >= rules.maximum()) {
        String why = silent >= rules.maximum() ? "cannot be judged: " + note : "like neither end";
        return step(commit, State.SKIP, counts.passed(), counts.failed(), why, evidence);
      }
      int times = Math.min(sequential.atLeast(counts), rules.maximum() - tally.evidence());
      List<Job> jobs = List.of(new Job(kernel, test, times));
      for (TestRuns.Observation seen : runs.run(jobs)) {
        tally = tally.with(seen.result());
      }
      if (tally.attempts() == 0) {
        return step(commit, State.SKIP, 0, 0, "the test gave no result", Optional.empty());
      }
    }
  }

  /**
   * Tests one kernel without others to compare it with.
   *
   * @return empty when it cannot be judged
   */
  public Optional<Boolean> isBad(BuildRequest request) {
    BuiltKernel built = builder.apply(request);
    Variant kernel = new Variant("kernel", request.source().toString(), built.folder().toString());
    // As if a good kernel had passed, and a bad one failed, as often as a first look asks.
    int runsOfEnds = rules.looks().get(0);
    SequentialTest sequential =
        SequentialTest.between(new Counts(runsOfEnds, 0), new Counts(0, runsOfEnds), rules.alpha());
    Optional<String> failure = new BootCheck(runs).failure(kernel);
    if (failure.isPresent()) {
      progress.accept(failure.get());
      return Optional.empty();
    }
    BisectStep step = judge("", kernel, sequential);
    progress.accept(step.text() + (step.note().isEmpty() ? "" : "\n" + step.note()));
    return step.state() == State.SKIP ? Optional.empty() : Optional.of(step.state() == State.BAD);
  }

  private String evidence(String relative) {
    return folder.resolve(relative).toString();
  }

  private Variant build(String commit) {
    String title = tree.title(commit);
    progress.accept("building " + title);
    BuildRequest request =
        new BuildRequest(
            new BuildRequest.Revision(tree.folder(), commit),
            like.patches(),
            like.fragments(),
            like.extra());
    BuiltKernel built = builder.apply(request);
    return new Variant(commit.substring(0, NAME), title, built.folder().toString());
  }

  private BisectStep step(
      String commit, State state, int passed, int failed, String note, Optional<String> evidence) {
    String title = commit.isEmpty() ? "" : tree.title(commit);
    return new BisectStep(commit, title, state, passed, failed, note, evidence);
  }
}
