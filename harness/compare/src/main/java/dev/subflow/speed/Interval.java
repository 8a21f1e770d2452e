// SPDX-License-Identifier: Apache-2.0
package dev.subflow.speed;

/**
 * Estimate with its interval of confidence, all in the unit of what was measured.
 *
 * @param lower end of the interval
 * @param estimate within it
 * @param upper end of the interval
 */
public record Interval(double lower, double estimate, double upper) {
  public Interval {
    if (!(lower <= estimate && estimate <= upper)) {
      throw new IllegalArgumentException(
          "an estimate of " + estimate + " from " + lower + " to " + upper);
    }
  }

  /** Whether all of it is above, or all of it below 0. */
  boolean excludesZero() {
    return lower > 0 || upper < 0;
  }

  /** Whether all of it is nearer to 0 than that, or 0 itself. */
  boolean isWithin(double margin) {
    return (lower == 0 && upper == 0) || (lower > -margin && upper < margin);
  }
}
