// SPDX-License-Identifier: Apache-2.0
package dev.subflow.run;

import dev.subflow.junit.RunSettings;
import dev.subflow.junit.Seed;
import dev.subflow.regress.TestRuns;
import dev.subflow.regress.Variant;
import dev.subflow.report.RunDirectory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Runs scenarios, selftests and boots, each in its own way. */
public final class MixedRuns implements TestRuns, AutoCloseable {
  private final ScenarioRuns scenarios;
  private final SelftestRuns selftests;
  private final BootRuns boots;
  private final Environments environments;

  /**
   * Prepares runs; nothing starts before the first is asked for.
   *
   * @param settings of all runs; each kernel takes the place of theirs
   * @param jobs tests at once
   * @param directory gets a folder for each kernel
   * @param scenarios those that will be asked for
   * @param seed of the first repetition
   */
  public MixedRuns(
      RunSettings settings,
      int jobs,
      RunDirectory directory,
      RunView view,
      Collection<Scenario> scenarios,
      Seed seed) {
    this.environments = new Environments(settings, view);
    this.boots = new BootRuns(environments, directory, view);
    this.selftests = new SelftestRuns(environments, jobs, directory, view);
    this.scenarios = new ScenarioRuns(environments, jobs, directory, view, scenarios, seed);
  }

  @Override
  public List<Observation> run(List<Job> jobs) {
    List<Observation> seen = new ArrayList<>();
    Predicate<Job> isBoot = job -> job.test().equals(BootRuns.TEST);
    Predicate<Job> isSelftest = job -> job.test().startsWith(SelftestRuns.PREFIX);
    run(boots, jobs, isBoot).ifPresent(seen::addAll);
    run(scenarios, jobs, isBoot.or(isSelftest).negate()).ifPresent(seen::addAll);
    run(selftests, jobs, isSelftest).ifPresent(seen::addAll);
    return seen;
  }

  @Override
  public List<dev.subflow.observe.Observation> earlier(Variant variant, String key) {
    return scenarios.earlier(variant, key);
  }

  private static Optional<List<Observation>> run(
      TestRuns runs, List<Job> jobs, Predicate<Job> which) {
    List<Job> some = jobs.stream().filter(which).toList();
    return some.isEmpty() ? Optional.empty() : Optional.of(runs.run(some));
  }

  @Override
  public void close() {
    try (Environments closing = environments;
        ScenarioRuns ending = scenarios) {
      // Both, whatever the first one throws.
      var unused = List.of(closing, ending);
    }
  }
}
