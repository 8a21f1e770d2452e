// SPDX-License-Identifier: Apache-2.0
package dev.subflow.topology;

import java.math.BigDecimal;
import java.math.MathContext;

/** Checks and prints probabilities. */
final class Probability {
  private Probability() {}

  /**
   * @throws IllegalArgumentException unless 0 ≤ value ≤ 1
   */
  static double check(String of, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(
          "a probability of " + of + " of " + value + " is not in 0..1; 1 % is 0.01");
    }
    return value;
  }

  /** Such as {@code 0.5 %}. */
  static String percent(double value) {
    BigDecimal percent = BigDecimal.valueOf(value).movePointRight(2).round(new MathContext(3));
    return percent.stripTrailingZeros().toPlainString() + " %";
  }
}
