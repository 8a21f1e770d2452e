// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.kselftest.SelftestChoice;
import dev.subflow.kselftest.SelftestReport;
import dev.subflow.kselftest.SelftestSuite;
import dev.subflow.kselftest.Selftests;
import dev.subflow.kselftest.SubtestOutcome;
import dev.subflow.kselftest.SubtestResult;
import dev.subflow.kselftest.SuiteObserver;
import dev.subflow.kselftest.SuiteResult;
import dev.subflow.lab.LabEnvironment;
import dev.subflow.regress.TestRuns;
import dev.subflow.regress.Variant;
import dev.subflow.report.RunDirectory;
import dev.subflow.report.TestResultBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Runs the kernel's own selftests on several kernels, each those of its own source, in turns. */
final class SelftestRuns implements TestRuns {
  /** What names of selftests begin with among other tests. */
  static final String PREFIX = "kselftest:";

  private static final String FOLDER = "net/mptcp";

  private final Environments environments;
  private final int shards;
  private final RunDirectory directory;
  private final Progress progress;
  private final Map<String, Integer> done = new HashMap<>();

  SelftestRuns(Environments environments, int shards, RunDirectory directory, Progress progress) {
    this.environments = environments;
    this.shards = shards;
    this.directory = directory;
    this.progress = progress;
  }

  @Override
  public List<Observation> run(List<Job> jobs) {
    List<Observation> seen = new ArrayList<>();
    int most = jobs.stream().mapToInt(Job::times).max().orElse(0);
    for (int i = 1; i <= most; i++) {
      int round = i;
      Map<Variant, Set<String>> tests = new LinkedHashMap<>();
      jobs.stream()
          .filter(job -> job.times() >= round)
          .forEach(
              job ->
                  tests
                      .computeIfAbsent(job.variant(), v -> new LinkedHashSet<>())
                      .add(job.test().substring(PREFIX.length())));
      tests.forEach((variant, names) -> seen.addAll(run(variant, List.copyOf(names))));
    }
    return seen;
  }

  private List<Observation> run(Variant variant, List<String> names) {
    int number = done.merge(variant.name(), 1, Integer::sum);
    LabEnvironment environment = environments.of(variant);
    Path evidence = directory.path().resolve(variant.name()).resolve("kselftest-" + number);
    // No reruns: whether a failure is one by chance is found out by comparing.
    SelftestSuite suite =
        Selftests.of(environment, FOLDER, Optional.empty())
            .suite(shards, false, RunDirectory.at(evidence), new Watcher(variant, progress));
    try {
      return suite.run(SelftestChoice.parse(names)).stream()
          .map(r -> observation(variant, environment, r, number))
          .toList();
    } finally {
      progress.status("");
    }
  }

  private Observation observation(
      Variant variant, LabEnvironment environment, SuiteResult result, int number) {
    SubtestResult last = result.decisive();
    String key = PREFIX + last.id();
    Path relative = directory.path().resolve(variant.name()).relativize(result.evidence());
    TestResultBuilder builder =
        SelftestReport.builder(FOLDER.replace('/', '.'), key + "#" + number, last.outcome())
            .scenario(key)
            .repetition(number)
            .time(result.started(), last.time().orElse(result.elapsed()))
            .kernels(Map.of("guest", environment.kernel().version()))
            .accelerator(environment.acceleratorName())
            .evidence(relative.toString());
    if (!last.message().isEmpty()) {
      builder.message(last.message());
    }
    return new Observation(variant, key, key, builder.build());
  }

  /** Tells what goes on. */
  private record Watcher(Variant variant, Progress progress) implements SuiteObserver {
    @Override
    public void began(String script, int subtests) {
      progress.status(variant.name() + ": " + script);
    }

    @Override
    public void subtest(String script, String title) {
      progress.status(variant.name() + ": " + script + ": " + title);
    }

    @Override
    public void ended(String script, List<SubtestResult> results, Duration elapsed) {
      results.stream()
          .filter(r -> r.outcome() == SubtestOutcome.FAIL || r.outcome() == SubtestOutcome.CRASH)
          .forEach(r -> progress.say(r.outcome() + "  " + r.id() + "  on " + variant.name()));
    }
  }
}
