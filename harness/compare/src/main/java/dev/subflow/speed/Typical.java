// SPDX-License-Identifier: Apache-2.0
package dev.subflow.speed;

import dev.subflow.measure.Quantity;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.commons.statistics.inference.BinomialTest;

/**
 * Typical value of one quantity of a transfer on one kernel.
 *
 * @param transfer test, and name of the transfer where the test has several
 * @param quantity what was measured
 * @param median of all runs, with an interval that misses that of all possible runs in at most 5 %
 *     of all cases, by the sign test; from the least to the greatest where fewer than 6 runs give
 *     no such interval
 * @param runs that were measured
 */
public record Typical(String transfer, Quantity quantity, Interval median, int runs) {
  public Typical {
    Objects.requireNonNull(transfer, "transfer");
    Objects.requireNonNull(quantity, "quantity");
    Objects.requireNonNull(median, "median");
  }

  /** Typical one of some values, one or more. */
  public static Typical of(String transfer, Quantity quantity, List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int outside = outside(sorted.size()).orElse(0);
    return new Typical(
        transfer,
        quantity,
        new Interval(
            sorted.get(outside),
            SpeedJudge.median(values),
            sorted.get(sorted.size() - 1 - outside)),
        values.size());
  }

  /** How many of so many values may be left out at each end. */
  private static Optional<Integer> outside(int values) {
    Optional<Integer> outside = Optional.empty();
    for (int i = 0; i * 2 + 1 < values && misses(i, values) <= SpeedRules.OWN_ERROR; i++) {
      outside = Optional.of(i);
    }
    return outside;
  }

  private static double misses(int outside, int values) {
    return BinomialTest.withDefaults().test(values, outside, 0.5).getPValue();
  }
}
