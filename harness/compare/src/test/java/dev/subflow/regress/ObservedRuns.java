// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/** Runs that pass and see what is written down, for each kernel and test; kernels boot. */
final class ObservedRuns implements TestRuns {
  private final Map<String, IntFunction<dev.subflow.observe.Observation>> scripts = new HashMap<>();
  private final Map<String, Integer> done = new HashMap<>();

  /** Paths and lines by turns. */
  static dev.subflow.observe.Observation parts(String... pathsAndLines) {
    Map<String, List<String>> parts = new LinkedHashMap<>();
    for (int i = 0; i < pathsAndLines.length; i += 2) {
      parts.put(pathsAndLines[i], List.of(pathsAndLines[i + 1].split("\n", -1)));
    }
    return new dev.subflow.observe.Observation(parts);
  }

  /** What runs of a test on a kernel see, by their numbers from 1. */
  ObservedRuns on(
      String kernel, String test, IntFunction<dev.subflow.observe.Observation> observations) {
    scripts.put(kernel + " " + test, observations);
    return this;
  }

  ObservedRuns on(String kernel, String test, String... pathsAndLines) {
    return on(kernel, test, number -> parts(pathsAndLines));
  }

  int runs(String kernel, String test) {
    return done.getOrDefault(kernel + " " + test, 0);
  }

  @Override
  public List<Observation> run(List<Job> jobs) {
    List<Observation> seen = new ArrayList<>();
    for (Job job : jobs) {
      for (int i = 0; i < job.times(); i++) {
        String name = job.variant().name() + " " + job.test();
        int number = done.merge(name, 1, Integer::sum);
        TestResult result =
            TestResult.builder("x.Y", job.test() + "#" + number, Verdict.PASS)
                .repetition(number)
                .evidence("folder-" + number)
                .build();
        Optional<dev.subflow.observe.Observation> behaviour =
            Optional.ofNullable(scripts.get(name)).map(script -> script.apply(number));
        seen.add(new Observation(job.variant(), job.test(), job.test(), result, behaviour));
      }
    }
    return seen;
  }
}
