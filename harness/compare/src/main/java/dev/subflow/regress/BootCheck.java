// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import dev.subflow.regress.TestRuns.Job;
import dev.subflow.regress.TestRuns.Observation;
import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import java.util.List;
import java.util.Optional;

/** Finds out whether a kernel boots, before it is tested. */
final class BootCheck {
  /** Number of times that it may fail to boot. */
  private static final int BOOTS = 2;

  /** Number of times that it is booted while the machine lets it down. */
  private static final int TRIES = 5;

  private final TestRuns runs;

  BootCheck(TestRuns runs) {
    this.runs = runs;
  }

  /** Why it is not to be tested; empty when it boots. */
  Optional<String> failure(Variant kernel) {
    int failed = 0;
    String last = "no boot was tried";
    for (int i = 0; i < TRIES && failed < BOOTS; i++) {
      for (Observation seen : runs.run(List.of(new Job(kernel, TestRuns.BOOT, 1)))) {
        TestResult boot = seen.result();
        if (boot.verdict() == Verdict.PASS) {
          return Optional.empty();
        }
        failed += boot.verdict() == Verdict.INCONCLUSIVE ? 0 : 1;
        String message = boot.message().orElse("no message");
        last = boot.verdict() == Verdict.CRASH ? "does not boot: " + message : message;
      }
    }
    return Optional.of(last);
  }
}
