// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import dev.subflow.report.RunDirectory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Settings of a suite.
 *
 * @param shards how many clones run at once
 * @param reruns whether what failed runs once more, alone
 * @param evidence where the evidence of each clone goes
 * @param durations how long subtests took, by {@code script:subtest}; scripts by their names
 * @param subtests those that scripts had in earlier runs, by script
 */
record SuiteSettings(
    int shards,
    boolean reruns,
    RunDirectory evidence,
    Map<String, Duration> durations,
    Map<String, List<String>> subtests) {
  private static final Duration UNKNOWN_SUBTEST = Duration.ofSeconds(8);
  private static final Duration UNKNOWN_SCRIPT = Duration.ofMinutes(3);

  SuiteSettings {
    if (shards < 1) {
      throw new IllegalArgumentException(shards + " shards");
    }
    Objects.requireNonNull(evidence, "evidence");
    durations = Map.copyOf(durations);
    subtests = Map.copyOf(subtests);
  }

  /** The subtests that a script had before; empty where it never ran. */
  List<String> known(String script) {
    return subtests.getOrDefault(script, List.of());
  }

  /** Time that a subtest may take; a script where the subtest is empty. */
  Duration expected(String script, String subtest) {
    return subtest.isEmpty()
        ? durations.getOrDefault(script, UNKNOWN_SCRIPT)
        : durations.getOrDefault(script + ":" + subtest, UNKNOWN_SUBTEST);
  }
}
