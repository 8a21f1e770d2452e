// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Results that are written down, for each kernel and test; the last letter goes on for ever. */
final class ScriptedRuns implements TestRuns {
  private final Map<String, String> scripts = new HashMap<>();
  private final Map<String, Integer> done = new HashMap<>();
  final List<Job> jobs = new ArrayList<>();

  /** What runs of a test on a kernel give, as {@link Runs} has it. */
  ScriptedRuns on(String kernel, String test, String letters) {
    scripts.put(kernel + " " + test, letters);
    return this;
  }

  int runs(String kernel, String test) {
    return done.getOrDefault(kernel + " " + test, 0);
  }

  @Override
  public List<Observation> run(List<Job> wanted) {
    jobs.addAll(wanted);
    List<Observation> seen = new ArrayList<>();
    for (Job job : wanted) {
      String name = job.variant().name() + " " + job.test();
      String letters = scripts.getOrDefault(name, "");
      for (int i = 0; i < job.times() && !letters.isEmpty(); i++) {
        int number = done.merge(name, 1, Integer::sum);
        char letter = letters.charAt(Math.min(number, letters.length()) - 1);
        TestResult like = Runs.result(letter);
        TestResult result =
            TestResult.builder("x.Y", job.test() + "#" + number, like.verdict())
                .repetition(number)
                .message(like.verdict() == Verdict.PASS ? "" : like.message().orElse(""))
                .crashes(like.crashes())
                .evidence("folder-" + number)
                .build();
        seen.add(new Observation(job.variant(), job.test(), job.test(), result));
      }
    }
    return seen;
  }
}
