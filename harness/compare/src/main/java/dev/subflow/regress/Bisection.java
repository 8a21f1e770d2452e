// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.subflow.git.GitTree;
import dev.subflow.regress.BisectStep.State;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Looks for the first bad revision between a good and a bad one. Used once. */
public final class Bisection {
  private final GitTree tree;
  private final String good;
  private final String bad;
  private final Trial trial;
  private final BisectLog log;
  private final Consumer<String> progress;

  /** Tests revisions. */
  public interface Trial {
    /**
     * Tests the two ends and says what makes them differ.
     *
     * @return a step of the good one and a step of the bad one, which are what they are said to be
     * @throws dev.subflow.failure.UsageException when they do not differ
     */
    List<BisectStep> ends(String good, String bad);

    /** Tests a revision until it is clear which of the ends it is like, or skips it. */
    BisectStep middle(String commit, BisectStep good, BisectStep bad);
  }

  /**
   * Outcome of a bisection.
   *
   * @param culprit the first bad commit; absent where revisions next to it could not be tested
   * @param suspects commits of which one is the first bad one
   * @param steps all that was tested
   */
  public record Outcome(Optional<String> culprit, List<String> suspects, List<BisectStep> steps) {
    public Outcome {
      Objects.requireNonNull(culprit, "culprit");
      suspects = List.copyOf(suspects);
      steps = List.copyOf(steps);
    }

    /** The difference in behaviour that it went by; empty where it went by verdicts. */
    @JsonProperty
    public Optional<String> difference() {
      return steps.stream().flatMap(s -> s.sought().stream()).map(Sought::words).findFirst();
    }
  }

  /**
   * @param good full name of the good commit
   * @param bad full name of the bad one
   */
  public Bisection(
      GitTree tree,
      String good,
      String bad,
      Trial trial,
      BisectLog log,
      Consumer<String> progress) {
    this.tree = tree;
    this.good = good;
    this.bad = bad;
    this.trial = trial;
    this.log = log;
    this.progress = progress;
  }

  /** Runs to the end, from where an earlier run was. */
  public Outcome run() {
    if (step(good).isEmpty() || step(bad).isEmpty()) {
      log.clear();
      progress.accept("testing both ends");
      trial.ends(good, bad).forEach(this::keep);
    } else {
      progress.accept("going on after " + log.steps().size() + " revisions tested before");
    }
    end(bad).sought().ifPresent(s -> progress.accept("looking for: " + s.words()));
    for (Optional<String> next = next(); next.isPresent(); next = next()) {
      int left = tree.suspects(worst(), goods()).size();
      progress.accept(
          left
              + " revisions left, about "
              + (int) Math.ceil(Math.log(left) / Math.log(2))
              + " steps");
      keep(trial.middle(next.get(), end(good), end(bad)));
    }
    List<String> suspects = new ArrayList<>();
    Set<String> skipped = commits(State.SKIP);
    for (String suspect : tree.suspects(worst(), goods())) {
      if (suspect.equals(worst()) || skipped.contains(suspect)) {
        suspects.add(suspect);
      }
    }
    Optional<String> culprit =
        suspects.size() == 1 ? Optional.of(suspects.get(0)) : Optional.empty();
    return new Outcome(culprit, suspects, log.steps());
  }

  private void keep(BisectStep step) {
    log.add(step);
    progress.accept(step.title() + "  " + step.text());
  }

  /** Revision that halves the rest best and can be tested; empty at the end. */
  private Optional<String> next() {
    Set<String> skipped = commits(State.SKIP);
    String worst = worst();
    return tree.byDistance(worst, goods()).stream()
        .filter(c -> !c.equals(worst) && !skipped.contains(c))
        .findFirst();
  }

  /** The bad revision that has no other one before it. */
  private String worst() {
    String worst = bad;
    for (BisectStep step : log.steps()) {
      if (step.state() == State.BAD && tree.isAncestor(step.commit(), worst)) {
        worst = step.commit();
      }
    }
    return worst;
  }

  private Set<String> goods() {
    return commits(State.GOOD);
  }

  private Set<String> commits(State state) {
    Set<String> commits = new HashSet<>();
    log.steps().stream().filter(s -> s.state() == state).forEach(s -> commits.add(s.commit()));
    return commits;
  }

  private BisectStep end(String commit) {
    return step(commit).orElseThrow();
  }

  private Optional<BisectStep> step(String commit) {
    return log.steps().stream().filter(s -> s.commit().equals(commit)).findFirst();
  }
}
