// SPDX-License-Identifier: Apache-2.0
package dev.subflow.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * All results of a run.
 *
 * @param run name of the run's folder
 * @param results in the order of their ids, however many ran at once
 */
public record RunSummary(String run, List<TestResult> results) {
  private static final Comparator<TestResult> ORDER =
      Comparator.comparing(TestResult::id, NaturalOrder.OF_TEXT)
          .thenComparing(TestResult::className)
          .thenComparing(TestResult::started);

  public RunSummary {
    Objects.requireNonNull(run, "run");
    results = List.copyOf(results);
  }

  /** Results of the run in a folder, in whatever order they came. */
  public static RunSummary of(RunDirectory directory, Collection<TestResult> results) {
    return of(directory.path(), results.stream());
  }

  static RunSummary of(Path folder, Stream<TestResult> results) {
    return new RunSummary(String.valueOf(folder.getFileName()), results.sorted(ORDER).toList());
  }

  /** Number of results of each verdict; verdicts without a result are left out. */
  @JsonProperty(access = JsonProperty.Access.READ_ONLY)
  public Map<Verdict, Long> counts() {
    Map<Verdict, Long> counts = new EnumMap<>(Verdict.class);
    results.forEach(result -> counts.merge(result.verdict(), 1L, Long::sum));
    return counts;
  }

  /** Exit code of the command line: see {@link Verdict#exitCode(java.util.Collection)}. */
  @JsonProperty(access = JsonProperty.Access.READ_ONLY)
  public int exitCode() {
    return Verdict.exitCode(results.stream().map(TestResult::verdict).toList());
  }
}
