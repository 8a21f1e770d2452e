// SPDX-License-Identifier: Apache-2.0
package dev.subflow.run;

import dev.subflow.report.RunDirectory;
import dev.subflow.report.RunReport;
import dev.subflow.report.RunSummary;
import dev.subflow.report.TestResult;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The results of a run.
 *
 * @param summary all of them
 * @param refused why they are not on the disk; empty when they are
 */
public record RunOutcome(RunSummary summary, Optional<UncheckedIOException> refused) {
  /**
   * Completes the results in a folder.
   *
   * @param more from those that are there, those of tests that left none by themselves
   */
  public static RunOutcome complete(
      RunDirectory directory, Function<List<TestResult>, List<TestResult>> more) {
    RunSummary recorded = RunReport.read(directory.path());
    List<TestResult> unrecorded = more.apply(recorded.results());
    try (RunReport report = RunReport.open(directory)) {
      unrecorded.forEach(report::add);
    } catch (UncheckedIOException e) {
      List<TestResult> all = new ArrayList<>(recorded.results());
      all.addAll(unrecorded);
      return new RunOutcome(new RunSummary(recorded.run(), all), Optional.of(e));
    }
    return new RunOutcome(RunReport.read(directory.path()), Optional.empty());
  }
}
