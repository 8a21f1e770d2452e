// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * All that is known of one subtest.
 *
 * @param attempts its results, the first one first; the last one decides
 * @param evidence folder of the last attempt's evidence
 * @param started when the clone of its last attempt began
 * @param elapsed how long that clone ran, where the subtest's own time is not known
 */
public record SuiteResult(
    List<SubtestResult> attempts, Path evidence, Instant started, Duration elapsed) {
  public SuiteResult {
    attempts = List.copyOf(attempts);
    if (attempts.isEmpty()) {
      throw new IllegalArgumentException("a result without an attempt");
    }
  }

  /** The one that decides. */
  public SubtestResult last() {
    return attempts.get(attempts.size() - 1);
  }
}
