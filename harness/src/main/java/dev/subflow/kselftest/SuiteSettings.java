// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * How a suite is run.
 *
 * @param shards how many clones run at once
 * @param reruns whether what failed runs once more, alone
 * @param evidence folder for the evidence of each clone; made when it is not there
 * @param durations how long subtests took, by {@code script:subtest}; scripts by their names
 */
public record SuiteSettings(
    int shards, boolean reruns, Path evidence, Map<String, Duration> durations) {
  private static final Duration UNKNOWN_SUBTEST = Duration.ofSeconds(8);
  private static final Duration UNKNOWN_SCRIPT = Duration.ofMinutes(3);

  public SuiteSettings {
    if (shards < 1) {
      throw new IllegalArgumentException(shards + " shards");
    }
    Objects.requireNonNull(evidence, "evidence");
    durations = Map.copyOf(durations);
  }

  /** How long a subtest may take; a script where the subtest is empty. */
  Duration expected(String script, String subtest) {
    return subtest.isEmpty()
        ? durations.getOrDefault(script, UNKNOWN_SCRIPT)
        : durations.getOrDefault(script + ":" + subtest, UNKNOWN_SUBTEST);
  }
}
