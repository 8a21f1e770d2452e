// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks.faults;

import dev.subflow.report.Verdict;
import java.util.Collection;
import java.util.List;

/** Ways a run ends, as its user sees them: its exit code, and the verdicts that it recorded. */
enum End {
  PASS,
  CRASH,
  FAIL,
  MISSING,
  SKIP,
  INCONCLUSIVE,
  /** The JVM was killed; what ran has no verdict. */
  KILLED,
  /** The JVM was asked to end, and said what there is; what ran has no verdict. */
  INTERRUPTED,
  /** It did not end in the time given. */
  HUNG,
  /** Exit code and verdicts do not go together. */
  CONTRADICTION;

  private static final int KILL = 128 + 9;
  private static final int TERM = 128 + 15;
  private static final int INTERRUPT = 128 + 2;

  /** The decisive verdict of the tests of a run, which its exit code has to agree with. */
  static End of(int exitCode, Collection<Verdict> verdicts) {
    if (exitCode == KILL) {
      return KILLED;
    }
    if (exitCode == TERM || exitCode == INTERRUPT) {
      return INTERRUPTED;
    }
    if (verdicts.isEmpty()) {
      return exitCode == Verdict.INCONCLUSIVE.exitCode() ? INCONCLUSIVE : CONTRADICTION;
    }
    if (Verdict.exitCode(verdicts) != exitCode) {
      return CONTRADICTION;
    }
    return List.of(
            Verdict.CRASH,
            Verdict.MISSING,
            Verdict.FAIL,
            Verdict.INCONCLUSIVE,
            Verdict.SKIP,
            Verdict.PASS)
        .stream()
        .filter(verdicts::contains)
        .findFirst()
        .map(v -> valueOf(v.name()))
        .orElse(CONTRADICTION);
  }

  /** The end of a comparison of kernels, by the change that it names. */
  static End ofChange(int exitCode, Collection<String> changes) {
    if (exitCode > 128) {
      return of(exitCode, List.of());
    }
    End end =
        changes.contains("CRASHED")
            ? CRASH
            : changes.contains("REGRESSED") || changes.contains("NEW")
                ? FAIL
                : changes.isEmpty() || changes.contains("INCONCLUSIVE") || changes.contains("GONE")
                    ? INCONCLUSIVE
                    : PASS;
    int expected = end == INCONCLUSIVE ? 3 : end == PASS ? 0 : 1;
    return expected == exitCode ? end : CONTRADICTION;
  }
}
