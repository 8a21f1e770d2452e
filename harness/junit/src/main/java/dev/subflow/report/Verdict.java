// SPDX-License-Identifier: Apache-2.0
package dev.subflow.report;

import dev.subflow.ktap.Outcome;
import java.util.Collection;

/** Verdict on a test. */
public enum Verdict {
  /** The assertions held and no kernel printed a splat. */
  PASS(0),
  /** An assertion about the kernel under test did not hold. */
  FAIL(1),
  /** The kernel under test panicked, oopsed, hung or printed a splat. */
  CRASH(1),
  /** A named requirement is missing. */
  SKIP(0),
  /** The harness or the machine failed, not the kernel: never counted as pass. */
  INCONCLUSIVE(3),
  /** A planned test point gave no result. */
  MISSING(1);

  private final int exitCode;

  Verdict(int exitCode) {
    this.exitCode = exitCode;
  }

  /** The verdict on a test that ended so. */
  public static Verdict of(Outcome outcome) {
    return switch (outcome) {
      case PASS, XFAIL -> PASS;
      case FAIL, TIMEOUT, ERROR -> FAIL;
      case SKIP, IGNORED -> SKIP;
      case CRASH -> CRASH;
      case MISSING -> MISSING;
      case INCONCLUSIVE -> INCONCLUSIVE;
    };
  }

  /** Exit code of the command line when this is the only verdict. */
  public int exitCode() {
    return exitCode;
  }

  /**
   * Exit code of the command line after these verdicts: 1 when one of them is about the kernel,
   * else 3 when one is about the harness, else 0.
   */
  public static int exitCode(Collection<Verdict> verdicts) {
    if (verdicts.stream().anyMatch(v -> v.exitCode == 1)) {
      return 1;
    }
    return verdicts.stream().mapToInt(Verdict::exitCode).max().orElse(0);
  }
}
