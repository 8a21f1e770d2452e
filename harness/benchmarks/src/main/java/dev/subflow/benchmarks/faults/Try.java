// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * One fault that befell one run.
 *
 * @param expected how the run had to end
 * @param end how it ended
 * @param checks what else there has to be, by name, and whether it was
 * @param wrong what was not right, in words; blank if all was
 * @param kernel of the guest that it befell
 * @param machine in words
 */
record Try(
    String fault,
    String where,
    Instant at,
    Duration elapsed,
    End expected,
    End end,
    List<Check> checks,
    String wrong,
    String kernel,
    String machine) {
  Try {
    checks = List.copyOf(checks);
  }

  /** Something that has to be there after a run. */
  record Check(String name, boolean holds) {}

  boolean hasRightVerdict() {
    return end == expected;
  }

  boolean isRight() {
    return hasRightVerdict() && checks.stream().allMatch(Check::holds);
  }
}
