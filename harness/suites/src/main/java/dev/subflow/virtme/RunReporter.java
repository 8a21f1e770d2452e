// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import dev.subflow.failure.Crash;
import dev.subflow.failure.CrashSummary;
import dev.subflow.kselftest.SubtestResult;
import dev.subflow.ktap.Outcome;
import dev.subflow.report.TestResult;
import dev.subflow.report.TestResultBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Subtests that ran in the image as results of a run, called as if they had run natively. */
final class RunReporter {
  private static final String GUEST = "guest";

  private final String folder;
  private final RunOutput output;
  private final Instant started;
  private final Duration elapsed;
  private final String evidence;

  /**
   * Reports of one container.
   *
   * @param folder of the selftests, such as {@code net/mptcp}
   * @param evidence folder of the evidence, below the run's
   */
  public RunReporter(
      String folder, RunOutput output, Instant started, Duration elapsed, String evidence) {
    this.folder = folder;
    this.output = output;
    this.started = started;
    this.elapsed = elapsed;
    this.evidence = evidence;
  }

  /** The result of a run that a subtest is. */
  public TestResult report(SubtestResult result) {
    TestResultBuilder builder =
        TestResult.builder(folder.replace('/', '.'), result.id(), result.outcome())
            .tags(List.of("virtme"))
            .time(started, result.time().orElse(elapsed))
            .evidence(evidence);
    output.kernel().ifPresent(version -> builder.kernels(Map.of(GUEST, version)));
    output.accelerator().ifPresent(builder::accelerator);
    if (!result.message().isEmpty()) {
      builder.message(result.message());
    }
    if (result.outcome() == Outcome.CRASH) {
      builder.crashes(crashes());
    }
    return builder.build();
  }

  private List<CrashSummary> crashes() {
    return Crash.of(output.splats()).stream().map(c -> CrashSummary.of(GUEST, c)).toList();
  }
}
