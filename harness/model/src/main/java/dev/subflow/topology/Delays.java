// SPDX-License-Identifier: Apache-2.0
package dev.subflow.topology;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;

/** Checks and prints the times of impairments. */
final class Delays {
  /** Longer than any sensible delay, and far from the end of nanoseconds in a long. */
  static final Duration MAX = Duration.ofHours(1);

  private Delays() {}

  /**
   * @throws IllegalArgumentException unless 0 ≤ value ≤ {@link #MAX}
   */
  static Duration check(String what, Duration value) {
    Objects.requireNonNull(value, what);
    if (value.isNegative() || value.compareTo(MAX) > 0) {
      throw new IllegalArgumentException(
          "a " + what + " of " + value + " is not possible; give 0 to " + MAX.toHours() + " hour");
    }
    return value;
  }

  /** In milliseconds, such as {@code 2.5 ms}. */
  static String text(Duration value) {
    return BigDecimal.valueOf(value.toNanos(), 6).stripTrailingZeros().toPlainString() + " ms";
  }
}
