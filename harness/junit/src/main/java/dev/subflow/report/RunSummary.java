// SPDX-License-Identifier: Apache-2.0
package dev.subflow.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * All results of a run.
 *
 * @param run name of the run's folder
 * @param results in the order of their ids, however many ran at once
 */
public record RunSummary(String run, List<TestResult> results) {
  public RunSummary {
    Objects.requireNonNull(run, "run");
    results = List.copyOf(results);
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
