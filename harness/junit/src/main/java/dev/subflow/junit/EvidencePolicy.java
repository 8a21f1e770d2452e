// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import dev.subflow.report.Verdict;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which evidence outlives its test. Thread-safe.
 *
 * <p>A run that repeats its tests keeps that of failures, up to a number for each test and verdict,
 * and of the passes that of the first repetition, to compare with: disks are finite.
 */
final class EvidencePolicy {
  static final int KEPT_OF_EACH = 20;

  private final boolean all;
  private final Map<String, Integer> kept = new ConcurrentHashMap<>();

  EvidencePolicy(boolean all) {
    this.all = all;
  }

  /** Whether to keep it; asked once for each test that ended. */
  boolean keeps(TestName name, Verdict verdict) {
    if (all || name.repetition().isEmpty()) {
      return true;
    }
    if (verdict == Verdict.PASS || verdict == Verdict.SKIP) {
      return name.repetition().get() == 1;
    }
    TestName every = name.repetition(Optional.empty());
    return kept.merge(every.id() + " " + verdict, 1, Integer::sum) <= KEPT_OF_EACH;
  }
}
