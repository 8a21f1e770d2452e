// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.UsageException;
import dev.subflow.observe.Observation;
import dev.subflow.regress.BisectStep.State;
import dev.subflow.regress.Difference.Share;
import dev.subflow.regress.SequentialTest.Counts;
import dev.subflow.regress.TestRuns.Job;
import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tells revisions apart by one part of what a test sees, whether it passes or not. */
final class BehaviourTrial implements Bisection.Trial {
  private final Revisions revisions;
  private final TestRuns runs;
  private final String test;
  private final String wanted;
  private final Rules rules;

  /**
   * @param wanted words of the difference to look for, or some of them; none for the first one
   */
  BehaviourTrial(Revisions revisions, TestRuns runs, String test, String wanted, Rules rules) {
    this.revisions = revisions;
    this.runs = runs;
    this.test = test;
    this.wanted = wanted;
    this.rules = rules;
  }

  @Override
  public List<BisectStep> ends(String good, String bad) {
    List<Variant> kernels = List.of(revisions.build(good), revisions.build(bad));
    Experiment experiment = new Experiment(runs, rules, revisions.progress());
    List<Comparison> comparisons = experiment.compare(kernels, List.of(test));
    if (comparisons.isEmpty()) {
      throw new UsageException(test + " gave no result; is it the name of a test?");
    }
    List<List<Certain>> found = Together.groups(experiment.certain(kernels));
    if (found.isEmpty()) {
      throw alike(comparisons);
    }
    listed(found).forEach(revisions.progress());
    Certain taken = taken(found);
    Difference difference = taken.difference();
    Sought sought = new Sought(taken.tests().get(0), taken.words(), difference.ways());
    Optional<String> evidence = Optional.of(revisions.evidence(kernels.get(1).name()));
    return List.of(
        end(good, State.GOOD, difference.base(), "", Optional.empty()).by(sought),
        end(bad, State.BAD, difference.changed(), taken.words(), evidence).by(sought));
  }

  private BisectStep end(
      String commit, State state, Share runsOfIt, String note, Optional<String> evidence) {
    int asGood = runsOfIt.some();
    return revisions.step(commit, state, asGood, runsOfIt.all() - asGood, note, evidence);
  }

  private RuntimeException alike(List<Comparison> comparisons) {
    String verdicts =
        comparisons.stream()
            .map(
                c ->
                    c.change()
                        + " (good: "
                        + c.base().text()
                        + ", bad: "
                        + c.patched().text()
                        + ")"
                        + c.message().map(m -> ".\n" + m).orElse(""))
            .distinct()
            .collect(Collectors.joining("\n"));
    String text = "the ends do not behave differently in " + test + " for certain: " + verdicts;
    if (comparisons.stream().anyMatch(c -> c.change() == Change.INCONCLUSIVE)) {
      return new InfrastructureException(text);
    }
    boolean byVerdict = comparisons.stream().anyMatch(Comparison::isBad);
    return new UsageException(
        byVerdict ? text + "\nTheir verdicts differ: leave out --behaviour." : text);
  }

  /** A line for each difference; what comes together stands below the first of it. */
  static List<String> listed(List<List<Certain>> groups) {
    List<String> lines = new ArrayList<>();
    for (List<Certain> group : groups) {
      lines.add("differs: " + group.get(0).words());
      group.stream().skip(1).forEach(c -> lines.add("    with it: " + c.words()));
    }
    return lines;
  }

  private Certain taken(List<List<Certain>> found) {
    String words = wanted.toLowerCase(Locale.ROOT);
    return found.stream()
        .flatMap(List::stream)
        .filter(c -> c.words().toLowerCase(Locale.ROOT).contains(words))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "no difference between the ends has the words \""
                        + wanted
                        + "\"; there are:\n"
                        + String.join("\n", listed(found))));
  }

  @Override
  public BisectStep middle(String commit, BisectStep good, BisectStep bad) {
    Sought sought = good.sought().orElseThrow();
    SequentialTest sequential = SequentialTest.between(good.counts(), bad.counts(), rules.alpha());
    return revisions
        .tested(commit, runs, kernel -> judge(commit, kernel, sought, sequential))
        .by(sought);
  }

  /** Runs of a revision so far. */
  private static final class Seen {
    private int good;
    private int bad;
    private int neither;
    private int silent;
    private String other = "";
    private String why = "no run was observed";
    private boolean skips;
    private Optional<String> evidence = Optional.empty();

    Counts counts() {
      return new Counts(good, bad);
    }

    int told() {
      return good + bad + neither;
    }

    void add(Sought sought, TestResult result, Optional<Observation> behaviour) {
      boolean ran = result.verdict() == Verdict.PASS || result.verdict() == Verdict.FAIL;
      if (!ran || behaviour.isEmpty()) {
        silent++;
        skips |= result.verdict() == Verdict.SKIP;
        why = result.verdict() + ": " + result.message().orElse("no message");
        return;
      }
      TwoWays.Way way = sought.ways().of(behaviour.get());
      switch (way) {
        case BASE -> good++;
        case CHANGED -> bad++;
        case NEITHER -> {
          neither++;
          other = sought.ways().words(behaviour.get());
        }
      }
      if (way != TwoWays.Way.BASE && evidence.isEmpty()) {
        evidence = result.evidence();
      }
    }
  }

  private BisectStep judge(
      String commit, Variant kernel, Sought sought, SequentialTest sequential) {
    Seen seen = new Seen();
    while (true) {
      Counts counts = seen.counts();
      Optional<String> evidence =
          seen.evidence.map(e -> revisions.evidence(kernel.name() + "/" + e));
      Optional<Boolean> isBad = sequential.isBad(counts);
      if (isBad.isPresent()) {
        State state = isBad.get() ? State.BAD : State.GOOD;
        String note = isBad.get() ? sought.words() : "";
        return revisions.step(commit, state, seen.good, seen.bad, note, evidence);
      }
      Optional<String> skip = reasonToSkip(seen, sequential);
      if (skip.isPresent()) {
        return revisions.step(commit, State.SKIP, seen.good, seen.bad, skip.get(), evidence);
      }
      int times = Math.min(sequential.atLeast(counts), rules.maximum() - seen.told());
      int before = seen.told() + seen.silent;
      for (TestRuns.Observation one : runs.run(List.of(new Job(kernel, test, times)))) {
        if (one.key().equals(sought.key())) {
          seen.add(sought, one.result(), one.behaviour());
        }
      }
      if (seen.told() + seen.silent == before) {
        return revisions.step(
            commit, State.SKIP, 0, 0, "the test gave no result", Optional.empty());
      }
    }
  }

  private Optional<String> reasonToSkip(Seen seen, SequentialTest sequential) {
    if (seen.skips) {
      return Optional.of("the test is skipped: " + seen.why);
    }
    boolean third = seen.neither > seen.good + seen.bad;
    if (third && seen.neither >= sequential.atLeast(new Counts(0, 0))) {
      return Optional.of("neither way, but a third: " + seen.other);
    }
    if (seen.silent >= rules.maximum()) {
      return Optional.of("cannot be judged: " + seen.why);
    }
    return seen.told() >= rules.maximum() ? Optional.of("like neither end") : Optional.empty();
  }
}
