// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import dev.subflow.ktap.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * All that is known of one subtest.
 *
 * @param attempts its results, the first one first
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

  /**
   * The one that decides: a crash, whenever it came; else the last one that says something of the
   * kernel.
   */
  public SubtestResult decisive() {
    SubtestResult decisive = attempts.get(attempts.size() - 1);
    for (SubtestResult attempt : attempts) {
      boolean tells =
          attempt.outcome() != Outcome.INCONCLUSIVE && attempt.outcome() != Outcome.MISSING;
      if (attempt.outcome() == Outcome.CRASH) {
        return attempt;
      }
      decisive = tells ? attempt : decisive;
    }
    return decisive;
  }
}
