// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import dev.subflow.report.Verdict;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes all results of one run of a test for one: the worst of them. Where a run has one result
 * only, its behaviour is kept.
 */
final class AsOne implements TestRuns {
  private static final List<Verdict> WORST_FIRST =
      List.of(
          Verdict.CRASH,
          Verdict.FAIL,
          Verdict.MISSING,
          Verdict.INCONCLUSIVE,
          Verdict.PASS,
          Verdict.SKIP);

  private final TestRuns runs;

  AsOne(TestRuns runs) {
    this.runs = runs;
  }

  private record Run(String variant, String test, int number) {}

  @Override
  public List<Observation> run(List<Job> jobs) {
    Map<String, String> tests = new LinkedHashMap<>();
    Map<Run, Observation> worst = new LinkedHashMap<>();
    Comparator<Observation> order =
        Comparator.comparingInt(seen -> WORST_FIRST.indexOf(seen.result().verdict()));
    for (Job job : jobs) {
      tests.put(job.test(), job.test());
    }
    for (Observation seen : runs.run(jobs)) {
      // A script that was asked for as a whole gives subtests that could be had alone.
      String test =
          tests.getOrDefault(
              seen.test(),
              jobs.stream()
                  .map(Job::test)
                  .filter(seen.test()::startsWith)
                  .findFirst()
                  .orElse(seen.test()));
      worst.merge(
          new Run(seen.variant().name(), test, seen.result().repetition().orElse(1)),
          new Observation(seen.variant(), test, test, seen.result(), seen.behaviour()),
          (a, b) -> withoutBehaviour(order.compare(a, b) <= 0 ? a : b));
    }
    return List.copyOf(worst.values());
  }

  private static Observation withoutBehaviour(Observation seen) {
    return new Observation(seen.variant(), seen.test(), seen.key(), seen.result());
  }
}
