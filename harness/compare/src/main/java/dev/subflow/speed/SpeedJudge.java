// SPDX-License-Identifier: Apache-2.0
package dev.subflow.speed;

import dev.subflow.measure.Quantity;
import java.util.List;
import java.util.Optional;
import org.apache.commons.statistics.descriptive.Median;

/**
 * Judges one quantity on two kernels.
 *
 * <ul>
 *   <li>SLOWER or FASTER: 0 lies outside of the interval whose error is that of {@link SpeedRules},
 *       and the estimate is at least the margin.
 *   <li>UNCHANGED: the interval that misses the shift in 5 % of all cases lies within the margin.
 *   <li>UNDECIDED: neither.
 * </ul>
 *
 * <p>The margin is a part of the base's median, and at least the floor of the quantity.
 */
public final class SpeedJudge {
  private final SpeedRules rules;

  public SpeedJudge(SpeedRules rules) {
    this.rules = rules;
  }

  /**
   * Judges at a look.
   *
   * @param before values on the base, one or more
   * @param after values on the other kernel, one or more
   * @param look its number, the first one being 0
   * @param quantities all that are judged in this comparison
   */
  public SpeedChange judge(
      String transfer,
      Quantity quantity,
      List<Double> before,
      List<Double> after,
      int look,
      int quantities) {
    double base = median(before);
    double margin = Math.max(rules.by() * Math.abs(base), quantity.floor());
    Optional<Interval> own = Shift.between(before, after, SpeedRules.OWN_ERROR);
    Optional<Interval> sure = Shift.between(before, after, rules.error(look, quantities));
    return new SpeedChange(
        transfer,
        quantity,
        pace(quantity, margin, own, sure),
        base,
        median(after),
        margin,
        own,
        Math.min(before.size(), after.size()));
  }

  private static Pace pace(
      Quantity quantity, double margin, Optional<Interval> own, Optional<Interval> sure) {
    boolean isShown =
        sure.filter(s -> s.excludesZero() && Math.abs(s.estimate()) >= margin).isPresent();
    if (isShown) {
      boolean isMore = sure.orElseThrow().estimate() > 0;
      return isMore == quantity.moreIsWorse() ? Pace.SLOWER : Pace.FASTER;
    }
    return own.filter(o -> o.isWithin(margin)).isPresent() ? Pace.UNCHANGED : Pace.UNDECIDED;
  }

  static double median(List<Double> values) {
    return Median.withDefaults()
        .evaluate(values.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
