// SPDX-License-Identifier: Apache-2.0
package dev.subflow.history;

/**
 * Rate of runs that fail, with the interval that holds the true rate in 95 of 100 cases (Wilson's
 * score interval: it says something of few runs, and of none that failed).
 *
 * @param rate from 0 to 1; 0 where nothing ran
 * @param low end of the interval
 * @param high end of the interval
 */
public record FlakeRate(double rate, double low, double high) {
  /** Quantile of the normal distribution for 95 % in the middle. */
  private static final double Z = 1.959964;

  /**
   * The rate of some runs.
   *
   * @throws IllegalArgumentException unless 0 ≤ failed ≤ runs
   */
  public static FlakeRate of(long failed, long runs) {
    if (failed < 0 || failed > runs) {
      throw new IllegalArgumentException(failed + " of " + runs + " runs failed");
    }
    if (runs == 0) {
      return new FlakeRate(0, 0, 1);
    }
    double rate = (double) failed / runs;
    double z2 = Z * Z / runs;
    double middle = (rate + z2 / 2) / (1 + z2);
    double half = Z / (1 + z2) * Math.sqrt(rate * (1 - rate) / runs + z2 / (4 * runs));
    return new FlakeRate(rate, Math.max(0, middle - half), Math.min(1, middle + half));
  }
}
