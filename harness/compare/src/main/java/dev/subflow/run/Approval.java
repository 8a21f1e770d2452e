// SPDX-License-Identifier: Apache-2.0
package dev.subflow.run;

import dev.subflow.artifact.kernel.Kernel;
import dev.subflow.failure.UsageException;
import dev.subflow.guest.KernelUnderTest;
import dev.subflow.junit.RunSettings;
import dev.subflow.junit.Seed;
import dev.subflow.observe.ApprovedBehaviour;
import dev.subflow.observe.Observation;
import dev.subflow.regress.TestRuns.Job;
import dev.subflow.regress.Variant;
import dev.subflow.report.RunDirectory;
import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Behaviour of a test on a kernel that may be approved: what was the same in so many runs.
 *
 * @param test its name
 * @param place of its file, below the resources of tests; empty where the test can have none
 * @param runs that passed, earlier ones on that kernel among them
 * @param behaviour what they have in common; nothing where one did not pass
 * @param failure the first run that did not pass
 */
public record Approval(
    String test,
    Optional<String> place,
    int runs,
    ApprovedBehaviour behaviour,
    Optional<TestResult> failure) {
  /** Runs that a behaviour has to be the same in, where nobody says how many. */
  public static final int DEFAULT_RUNS = 20;

  public Approval {
    Objects.requireNonNull(test, "test");
    Objects.requireNonNull(place, "place");
    Objects.requireNonNull(behaviour, "behaviour");
    Objects.requireNonNull(failure, "failure");
  }

  /** Whether there is something to approve. */
  public boolean isPossible() {
    return failure.isEmpty() && place.isPresent() && !behaviour.isEmpty();
  }

  /**
   * Runs tests on the kernel of the settings until each has passed so often; earlier runs on that
   * kernel count.
   *
   * @param runs of each test
   * @param jobs tests at once
   * @param directory gets results and evidence
   */
  public static List<Approval> of(
      RunSettings settings,
      List<Scenario> scenarios,
      int runs,
      int jobs,
      RunDirectory directory,
      RunView view) {
    requireEnough(runs);
    Variant kernel = new Variant("approved", settings.lab().kernel(), settings.lab().kernel());
    try (Environments environments = new Environments(settings, view);
        ScenarioRuns tests =
            new ScenarioRuns(
                environments, jobs, directory, view, scenarios, new Seed(System.nanoTime()))) {
      String line = line(environments.of(kernel).kernel());
      Map<String, List<Observation>> seen = new LinkedHashMap<>();
      Map<String, TestResult> failed = new LinkedHashMap<>();
      List<Job> jobsOfAll = new ArrayList<>();
      for (Scenario scenario : scenarios) {
        List<Observation> before = tests.earlier(kernel, scenario.name());
        // One at least: that it still passes.
        int missing = Math.max(1, runs - before.size());
        jobsOfAll.add(new Job(kernel, scenario.name(), missing));
      }
      tests
          .run(jobsOfAll)
          .forEach(
              run -> {
                List<Observation> all =
                    seen.computeIfAbsent(
                        run.key(), key -> new ArrayList<>(tests.earlier(kernel, key)));
                run.behaviour().ifPresent(all::add);
                if (run.result().verdict() != Verdict.PASS) {
                  failed.putIfAbsent(run.key(), run.result());
                }
              });
      return seen.entrySet().stream()
          .map(
              e -> {
                Optional<TestResult> failure = Optional.ofNullable(failed.get(e.getKey()));
                return new Approval(
                    e.getKey(),
                    ApprovedBehaviour.place(line, e.getKey()),
                    e.getValue().size(),
                    ApprovedBehaviour.of(failure.isPresent() ? List.of() : e.getValue()),
                    failure);
              })
          .toList();
    }
  }

  /**
   * Checks a number of runs.
   *
   * @throws UsageException when so few have nothing in common that says anything
   */
  public static void requireEnough(int runs) {
    if (runs < 2) {
      throw new UsageException(
          "runs are compared with each other, so " + runs + " will not do; take 10 or more");
    }
  }

  private static String line(Kernel kernel) {
    return new KernelUnderTest(kernel.requested(), kernel.release(), kernel.version(), Map.of())
        .line()
        .orElseThrow(
            () ->
                new UsageException(
                    "the release of that kernel, "
                        + kernel.release()
                        + ", begins with no version"));
  }
}
