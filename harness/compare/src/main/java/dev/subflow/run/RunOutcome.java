// SPDX-License-Identifier: Apache-2.0
package dev.subflow.run;

import dev.subflow.page.RunPage;
import dev.subflow.report.RunDirectory;
import dev.subflow.report.RunReport;
import dev.subflow.report.RunSummary;
import dev.subflow.report.TestResult;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The results of a run.
 *
 * @param summary all of them
 * @param refused why they are not on the disk; empty when they are
 */
public record RunOutcome(RunSummary summary, Optional<UncheckedIOException> refused) {
  /** Writes the results of a run that had none until now. */
  public static RunOutcome of(RunDirectory directory, List<TestResult> results) {
    return complete(directory, List.of(), none -> results);
  }

  /**
   * Completes the results in a folder.
   *
   * @param recorded those that its tests recorded
   * @param more from those, the results of tests that left none by themselves
   */
  public static RunOutcome complete(
      RunDirectory directory, List<TestResult> recorded, UnaryOperator<List<TestResult>> more) {
    List<TestResult> all = new ArrayList<>(recorded);
    List<TestResult> unrecorded = more.apply(recorded);
    all.addAll(unrecorded);
    Optional<UncheckedIOException> refused = Optional.empty();
    try (RunReport report = RunReport.resume(directory, recorded)) {
      unrecorded.forEach(report::add);
    } catch (UncheckedIOException e) {
      refused = Optional.of(e);
    }
    RunSummary summary = RunSummary.of(directory, all);
    RunPage.show(directory.path(), summary);
    return new RunOutcome(summary, refused);
  }

  /**
   * The exit code of the command line.
   *
   * @throws UncheckedIOException if the results are not on the disk
   */
  public int exitCode() {
    if (refused.isPresent()) {
      throw refused.get();
    }
    return summary.exitCode();
  }
}
