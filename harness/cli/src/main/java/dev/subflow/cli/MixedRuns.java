// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.junit.Jobs;
import dev.subflow.regress.TestRuns;
import dev.subflow.report.RunDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Runs scenarios, selftests and boots, each in its own way. */
final class MixedRuns implements TestRuns, AutoCloseable {
  private final ScenarioRuns scenarios;
  private final SelftestRuns selftests;
  private final BootRuns boots;
  private final Environments environments;

  MixedRuns(
      GuestOptions guests,
      RunOptions options,
      Path home,
      RunDirectory directory,
      Progress progress,
      Style style,
      TestChoice choice) {
    int jobs = options.jobs.orElseGet(Jobs::ofThisMachine);
    this.environments = new Environments(guests, home, progress);
    this.boots = new BootRuns(environments, directory, progress);
    this.selftests = new SelftestRuns(environments, jobs, directory, progress);
    this.scenarios =
        new ScenarioRuns(
            guests,
            environments::accelerator,
            jobs,
            directory,
            progress,
            style,
            choice.scenarios(),
            options.seed());
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
