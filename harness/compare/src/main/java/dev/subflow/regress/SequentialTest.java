// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import java.util.Optional;

/**
 * Wald's sequential probability ratio test: run by run, whether a kernel fails as often as a good
 * one or as a bad one does. It needs the fewest runs of all tests of the same certainty.
 */
final class SequentialTest {
  private final double perFailure;
  private final double perPass;
  private final double limit;

  private SequentialTest(double failsWhenGood, double failsWhenBad, double error) {
    this.perFailure = Math.log(failsWhenBad / failsWhenGood);
    this.perPass = Math.log((1 - failsWhenBad) / (1 - failsWhenGood));
    this.limit = Math.log((1 - error) / error);
  }

  /**
   * A test between two kernels that are known.
   *
   * @param good counts of the good one
   * @param bad counts of the bad one
   * @param error the chance allowed to take one for the other
   */
  static SequentialTest between(Counts good, Counts bad, double error) {
    return new SequentialTest(good.rate(), Math.max(bad.rate(), good.rate() + 0.01), error);
  }

  /** Runs that passed and failed. */
  record Counts(int passed, int failed) {
    /** Rate of failures, as far as so few runs tell: never 0 and never 1 (Laplace). */
    double rate() {
      return (failed + 1.0) / (passed + failed + 2.0);
    }
  }

  /** Whether the kernel is bad; empty while that is open. */
  Optional<Boolean> isBad(Counts counts) {
    double ratio = ratio(counts);
    if (Math.abs(ratio) < limit) {
      return Optional.empty();
    }
    return Optional.of(ratio > 0);
  }

  /** The smallest number of further runs that may decide. */
  int atLeast(Counts counts) {
    double ratio = ratio(counts);
    double toBad = (limit - ratio) / perFailure;
    double toGood = (limit + ratio) / -perPass;
    return Math.max(1, (int) Math.ceil(Math.min(toBad, toGood)));
  }

  private double ratio(Counts counts) {
    return counts.failed() * perFailure + counts.passed() * perPass;
  }
}
