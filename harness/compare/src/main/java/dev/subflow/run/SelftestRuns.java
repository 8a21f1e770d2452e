// SPDX-License-Identifier: Apache-2.0
package dev.subflow.run;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.UsageException;
import dev.subflow.guest.GuestException;
import dev.subflow.junit.HistoryNote;
import dev.subflow.kselftest.SelftestChoice;
import dev.subflow.kselftest.SelftestReport;
import dev.subflow.kselftest.SelftestSuite;
import dev.subflow.kselftest.Selftests;
import dev.subflow.kselftest.SubtestResult;
import dev.subflow.kselftest.SuiteObserver;
import dev.subflow.kselftest.SuiteResult;
import dev.subflow.ktap.Outcome;
import dev.subflow.lab.LabEnvironment;
import dev.subflow.regress.TestRuns;
import dev.subflow.regress.Variant;
import dev.subflow.report.RunDirectory;
import dev.subflow.report.RunReport;
import dev.subflow.report.TestResult;
import dev.subflow.report.TestResultBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Runs the kernel's own selftests on several kernels, each those of its own source, in turns. */
final class SelftestRuns implements TestRuns {
  /** Prefix of selftests among the names of tests. */
  static final String PREFIX = TestRuns.SELFTEST;

  private static final String FOLDER = "net/mptcp";
  private static final String CLASS = FOLDER.replace('/', '.');

  private final OfKernels selftests;
  private final RunDirectory directory;
  private final RunView view;
  private final Map<String, Integer> done = new HashMap<>();
  private final Set<String> known = new HashSet<>();

  /** Selftests that are built. */
  record Ready(
      Function<SelftestChoice, List<SuiteResult>> run, String kernel, String accelerator) {}

  /** Builds those of each kernel. */
  interface OfKernels {
    Ready of(Variant variant, Path evidence);
  }

  SelftestRuns(Environments environments, int shards, RunDirectory directory, RunView view) {
    this((v, evidence) -> ready(environments, shards, v, evidence, view), directory, view);
  }

  SelftestRuns(OfKernels selftests, RunDirectory directory, RunView view) {
    this.selftests = selftests;
    this.directory = directory;
    this.view = view;
  }

  private static Ready ready(
      Environments environments, int shards, Variant variant, Path evidence, RunView view) {
    LabEnvironment environment = environments.of(variant);
    HistoryNote.leave(
        Objects.requireNonNull(evidence.getParent()),
        environments.settings(variant).lab(),
        environment);
    // No reruns: whether a failure is one by chance is found out by comparing.
    SelftestSuite suite =
        Selftests.of(environment, FOLDER, Optional.empty())
            .suite(shards, false, RunDirectory.at(evidence), new Watcher(variant, view));
    return new Ready(suite::run, environment.kernel().version(), environment.acceleratorName());
  }

  @Override
  public List<Observation> run(List<Job> jobs) {
    List<Observation> seen = new ArrayList<>();
    for (Map<Variant, Set<String>> round : TestRuns.rounds(jobs)) {
      Map<String, UsageException> unknown = new LinkedHashMap<>();
      round.forEach((variant, tests) -> seen.addAll(run(variant, names(tests), unknown)));
      known.addAll(seen.stream().map(Observation::test).toList());
      unknown.forEach(this::requireKnown);
    }
    return seen;
  }

  private static List<String> names(Set<String> tests) {
    return tests.stream().map(test -> test.substring(PREFIX.length())).toList();
  }

  /** A name that some kernel has is one; a name that none has is misspelt. */
  private void requireKnown(String name, UsageException thrown) {
    String test = PREFIX + name;
    if (known.stream().noneMatch(k -> k.equals(test) || k.startsWith(test + ":"))) {
      throw thrown;
    }
  }

  /** Whatever befalls one kernel says nothing of the others: their runs go on. */
  private List<Observation> run(
      Variant variant, List<String> names, Map<String, UsageException> unknown) {
    int number = done.merge(variant.name(), 1, Integer::sum);
    Path evidence = directory.path().resolve(variant.name()).resolve("kselftest-" + number);
    Ready ready;
    try {
      ready = selftests.of(variant, evidence);
    } catch (UsageException | GuestException | InfrastructureException e) {
      return unjudged(variant, names, number, e);
    }
    try {
      return kept(
          evidence,
          observations(variant, ready, ready.run().apply(SelftestChoice.parse(names)), number));
    } catch (UsageException e) {
      if (names.size() == 1) {
        unknown.put(names.get(0), e);
        return List.of();
      }
      // One of them is not there, which is no reason to have nothing of the others.
      return names.stream().flatMap(name -> run(variant, List.of(name), unknown).stream()).toList();
    } catch (GuestException | InfrastructureException e) {
      return unjudged(variant, names, number, e);
    } finally {
      view.status("");
    }
  }

  /** Results of scenarios are kept by the scenarios; these have nobody else. */
  private static List<Observation> kept(Path evidence, List<Observation> seen) {
    try (RunReport report = RunReport.open(RunDirectory.at(evidence))) {
      seen.forEach(s -> report.add(s.result()));
    }
    return seen;
  }

  private List<Observation> unjudged(
      Variant variant, List<String> names, int number, RuntimeException thrown) {
    return names.stream()
        .map(
            name -> {
              String key = PREFIX + name;
              TestResult result =
                  TestResult.builder(CLASS, key + "#" + number, Outcome.INCONCLUSIVE)
                      .scenario(key)
                      .repetition(number)
                      .message("could not be run: " + thrown.getMessage())
                      .build();
              return new Observation(variant, key, key, result);
            })
        .toList();
  }

  private List<Observation> observations(
      Variant variant, Ready ready, List<SuiteResult> results, int number) {
    Set<Path> crashed =
        results.stream()
            .filter(r -> r.decisive().outcome() == Outcome.CRASH)
            .map(SuiteResult::evidence)
            .collect(Collectors.toSet());
    return results.stream()
        .map(r -> observation(variant, ready, r, number, crashed.contains(r.evidence())))
        .toList();
  }

  /**
   * One result.
   *
   * @param cutShort whether something crashed in the same clone: what it did not come to then has
   *     not failed
   */
  private Observation observation(
      Variant variant, Ready ready, SuiteResult result, int number, boolean cutShort) {
    SubtestResult last = result.decisive();
    boolean neverRan = cutShort && last.outcome() == Outcome.MISSING;
    String key = PREFIX + last.id();
    Path relative = directory.path().resolve(variant.name()).relativize(result.evidence());
    TestResultBuilder builder =
        TestResult.builder(
                CLASS, key + "#" + number, neverRan ? Outcome.INCONCLUSIVE : last.outcome())
            .scenario(key)
            .repetition(number)
            .time(result.started(), last.time().orElse(result.elapsed()))
            .kernels(Map.of("guest", ready.kernel()))
            .accelerator(ready.accelerator())
            .crashes(SelftestReport.crashes(last))
            .evidence(relative.toString());
    if (!last.message().isEmpty()) {
      builder.message(last.message());
    }
    return new Observation(variant, key, key, builder.build());
  }

  /** Tells what goes on. */
  private record Watcher(Variant variant, RunView view) implements SuiteObserver {
    @Override
    public void began(String script, int subtests) {
      view.status(variant.name() + ": " + script);
    }

    @Override
    public void subtest(String script, String title) {
      view.status(variant.name() + ": " + script + ": " + title);
    }

    @Override
    public void ended(String script, List<SubtestResult> results, Duration elapsed) {
      results.stream()
          .filter(r -> r.outcome().isBad() || r.outcome() == Outcome.CRASH)
          .forEach(r -> view.say(r.outcome() + "  " + r.id() + "  on " + variant.name()));
    }
  }
}
