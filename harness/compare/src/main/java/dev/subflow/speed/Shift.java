// SPDX-License-Identifier: Apache-2.0
package dev.subflow.speed;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.statistics.descriptive.Median;
import org.apache.commons.statistics.inference.MannWhitneyUTest;
import org.apache.commons.statistics.inference.PValueMethod;

/**
 * How far the values of one side lie from those of another: the median of all differences (Hodges
 * and Lehmann), with the interval that belongs to the test of Mann, Whitney and Wilcoxon.
 *
 * <p>Exact for few values, whatever their distribution is; ties only make the interval wider than
 * it had to be.
 */
final class Shift {
  private static final MannWhitneyUTest TEST =
      MannWhitneyUTest.withDefaults().with(PValueMethod.EXACT);

  /** Differences to leave out at each end, as finding that out takes long. */
  private static final Map<Case, Integer> LEFT = new ConcurrentHashMap<>();

  private record Case(int first, int second, double error) {}

  private Shift() {}

  /**
   * Shift of the second side against the first.
   *
   * @param error the chance that the interval misses the shift, both sides together
   * @return empty where so few values tell nothing at that chance
   */
  static Optional<Interval> between(List<Double> first, List<Double> second, double error) {
    int most = first.size() * second.size();
    int left = LEFT.computeIfAbsent(new Case(first.size(), second.size(), error), Shift::leftOut);
    if (left == 0) {
      return Optional.empty();
    }
    double[] differences =
        second.stream().flatMapToDouble(b -> first.stream().mapToDouble(a -> b - a)).toArray();
    double estimate = Median.withDefaults().evaluate(differences);
    Arrays.sort(differences);
    double lower = differences[left - 1];
    double upper = differences[most - left];
    return Optional.of(
        new Interval(Math.min(lower, estimate), estimate, Math.max(upper, estimate)));
  }

  private static int leftOut(Case some) {
    int left = 0;
    while (left * 2 < some.first() * some.second()
        && chance(left, some.first(), some.second()) <= some.error()) {
      left++;
    }
    return left;
  }

  /** The smallest number of values on each side that tells anything at that chance. */
  static int least(double error) {
    int values = 2;
    while (chance(0, values, values) > error) {
      values++;
    }
    return values;
  }

  /**
   * Chance of a statistic as far from the middle as that, or farther, both sides together.
   *
   * @param statistic pairs in which the second side has the greater value
   */
  private static double chance(int statistic, int first, int second) {
    double[] ranks = new double[first];
    Arrays.setAll(ranks, i -> i + 1);
    double[] above = new double[second];
    int left = statistic;
    for (int i = 0; i < second; i++) {
      int beaten = Math.min(left, first);
      // No two are alike, as the exact distribution is that without ties.
      above[i] = beaten + 0.5 + i / (4.0 * second);
      left -= beaten;
    }
    return TEST.test(above, ranks).getPValue();
  }
}
