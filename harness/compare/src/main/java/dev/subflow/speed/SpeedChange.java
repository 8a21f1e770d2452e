// SPDX-License-Identifier: Apache-2.0
package dev.subflow.speed;

import dev.subflow.measure.Quantity;
import java.util.Objects;
import java.util.Optional;

/**
 * One quantity of a transfer on two kernels; values are in its unit.
 *
 * @param transfer test, and name of the transfer where the test has several
 * @param quantity what was measured
 * @param pace the verdict
 * @param before median on the base
 * @param after median on the other kernel
 * @param margin difference that was to be shown or excluded
 * @param change how much the second kernel adds, with the interval that misses it in 5 % of all
 *     cases; empty where there are too few runs for one
 * @param runs on each kernel, the smaller number
 */
public record SpeedChange(
    String transfer,
    Quantity quantity,
    Pace pace,
    double before,
    double after,
    double margin,
    Optional<Interval> change,
    int runs) {
  public SpeedChange {
    Objects.requireNonNull(transfer, "transfer");
    Objects.requireNonNull(quantity, "quantity");
    Objects.requireNonNull(pace, "pace");
    Objects.requireNonNull(change, "change");
  }

  /**
   * Change for readers, with its interval: {@code -26 % (-29 to -22)} of the base's median, or
   * {@code +0.31 s (+0.20 to +0.45)} where values may be 0; a dash where there is none.
   */
  public String text() {
    return change.map(c -> ChangeWords.of(quantity, before, c)).orElse("-");
  }

  /** How much worse it is, in margins; less than 0 where it is better. */
  public double badness() {
    double worse = change.map(Interval::estimate).orElse(0.0) * (quantity.moreIsWorse() ? 1 : -1);
    return margin == 0 ? 0 : worse / margin;
  }
}
