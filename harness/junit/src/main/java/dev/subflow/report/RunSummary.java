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
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All results of a run.
 *
 * @param run name of the run's folder
 * @param results in the order of their ids, however many ran at once
 * @param notes remarks on the run as a whole, such as that its evidence is incomplete
 */
public record RunSummary(String run, List<TestResult> results, List<String> notes) {
  private static final Comparator<TestResult> ORDER =
      Comparator.comparing(TestResult::id, NaturalOrder.OF_TEXT)
          .thenComparing(TestResult::className)
          .thenComparing(TestResult::started);

  public RunSummary {
    Objects.requireNonNull(run, "run");
    results = List.copyOf(results);
    // Runs that were recorded before there were any have none.
    notes = Optional.ofNullable(notes).map(List::copyOf).orElse(List.of());
  }

  /** Results of a run of which nothing is to be remarked. */
  public RunSummary(String run, List<TestResult> results) {
    this(run, results, List.of());
  }

  /** Results of the run in a folder, in whatever order they came. */
  public static RunSummary of(RunDirectory directory, Collection<TestResult> results) {
    return of(directory.path(), results.stream(), directory.notes());
  }

  static RunSummary of(Path folder, Stream<TestResult> results) {
    return of(folder, results, List.of());
  }

  private static RunSummary of(Path folder, Stream<TestResult> results, List<String> notes) {
    String name = String.valueOf(folder.getFileName());
    return new RunSummary(name, results.sorted(ORDER).toList(), notes);
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
