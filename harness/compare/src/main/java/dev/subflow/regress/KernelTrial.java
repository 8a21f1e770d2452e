// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import dev.subflow.artifact.compile.BuildRequest;
import dev.subflow.artifact.compile.BuiltKernel;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.UsageException;
import dev.subflow.git.GitTree;
import dev.subflow.regress.BisectStep.State;
import dev.subflow.regress.SequentialTest.Counts;
import dev.subflow.regress.TestRuns.Job;
import dev.subflow.report.TestResult;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** Builds revisions and runs a test on them. */
public final class KernelTrial implements Bisection.Trial {
  /** Changes whose first commit can be found. */
  private static final Set<Change> BISECTABLE =
      EnumSet.of(Change.REGRESSED, Change.CRASHED, Change.CHANGED);

  private final Revisions revisions;
  private final TestRuns all;
  private final TestRuns runs;
  private final String test;
  private final Rules rules;

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
    this.revisions = new Revisions(tree, builder, like, folder, progress);
    this.all = runs;
    this.runs = new AsOne(runs);
    this.test = test;
    this.rules = rules;
  }

  /**
   * A trial of the same that goes by what the test sees.
   *
   * @param words of the difference to look for, or some of them; none for the first one
   */
  public Bisection.Trial byBehaviour(String words) {
    return new BehaviourTrial(revisions, all, test, words, rules);
  }

  @Override
  public List<BisectStep> ends(String good, String bad) {
    List<Variant> kernels = List.of(revisions.build(good), revisions.build(bad));
    Experiment experiment = new Experiment(runs, rules, revisions.progress());
    List<Comparison> comparisons = experiment.compare(kernels, List.of(test));
    if (comparisons.isEmpty()) {
      throw new UsageException(test + " gave no result; is it the name of a test?");
    }
    Comparison ends = comparisons.get(0);
    if (ends.change() == Change.INCONCLUSIVE) {
      throw new InfrastructureException(undecided(ends));
    }
    if (!BISECTABLE.contains(ends.change())) {
      throw new UsageException(undecided(ends) + byBehaviour(experiment.certain(kernels)));
    }
    String seen = ends.message().orElse("");
    return List.of(
        revisions.step(
            good, State.GOOD, ends.base().passed(), ends.base().failed(), "", Optional.empty()),
        revisions.step(
            bad,
            State.BAD,
            ends.patched().passed(),
            ends.patched().failed(),
            seen,
            ends.evidence().map(revisions::evidence)));
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

  private static String byBehaviour(List<Certain> found) {
    return found.isEmpty()
        ? ""
        : "\nThey behave differently; --behaviour bisects by that:\n    "
            + String.join("\n    ", BehaviourTrial.listed(Together.groups(found)));
  }

  @Override
  public BisectStep middle(String commit, BisectStep good, BisectStep bad) {
    SequentialTest sequential = SequentialTest.between(good.counts(), bad.counts(), rules.alpha());
    return revisions.tested(commit, runs, kernel -> judge(commit, kernel, sequential));
  }

  private BisectStep judge(String commit, Variant kernel, SequentialTest sequential) {
    Tally tally = Tally.NONE;
    while (true) {
      Counts counts = new Counts(tally.passed(), tally.failed());
      Optional<TestResult> shown = tally.firstBad();
      String note =
          shown.map(r -> r.verdict() + ": " + r.message().orElse("no message")).orElse("");
      Optional<String> evidence =
          shown.flatMap(TestResult::evidence).map(e -> revisions.evidence(kernel.name() + "/" + e));
      Optional<Boolean> isBad = sequential.isBad(counts);
      if (isBad.isPresent()) {
        State state = isBad.get() ? State.BAD : State.GOOD;
        return revisions.step(commit, state, counts.passed(), counts.failed(), note, evidence);
      }
      if (tally.skipped() > 0) {
        return revisions.step(commit, State.SKIP, 0, 0, "the test is skipped: " + note, evidence);
      }
      int silent = tally.attempts() - tally.evidence();
      // It boots, so what comes to nothing is rather the machine's fault, which may pass.
      if (silent >= rules.maximum() || tally.evidence() >= rules.maximum()) {
        String why = silent >= rules.maximum() ? "cannot be judged: " + note : "like neither end";
        return revisions.step(commit, State.SKIP, counts.passed(), counts.failed(), why, evidence);
      }
      int times = Math.min(sequential.atLeast(counts), rules.maximum() - tally.evidence());
      List<Job> jobs = List.of(new Job(kernel, test, times));
      for (TestRuns.Observation seen : runs.run(jobs)) {
        tally = tally.with(seen.result());
      }
      if (tally.attempts() == 0) {
        return revisions.step(
            commit, State.SKIP, 0, 0, "the test gave no result", Optional.empty());
      }
    }
  }

  /**
   * Tests one kernel without others to compare it with.
   *
   * @return empty when it cannot be judged
   */
  public Optional<Boolean> isBad(BuildRequest request) {
    BuiltKernel built = revisions.builder().apply(request);
    Variant kernel = new Variant("kernel", request.source().toString(), built.folder().toString());
    // As if a good kernel had passed, and a bad one failed, as often as a first look asks.
    int runsOfEnds = rules.looks().get(0);
    SequentialTest sequential =
        SequentialTest.between(new Counts(runsOfEnds, 0), new Counts(0, runsOfEnds), rules.alpha());
    Optional<String> failure = new BootCheck(runs).failure(kernel);
    if (failure.isPresent()) {
      revisions.progress().accept(failure.get());
      return Optional.empty();
    }
    BisectStep step = judge("", kernel, sequential);
    revisions.progress().accept(step.text() + (step.note().isEmpty() ? "" : "\n" + step.note()));
    return step.state() == State.SKIP ? Optional.empty() : Optional.of(step.state() == State.BAD);
  }
}
