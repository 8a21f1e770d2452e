// SPDX-License-Identifier: Apache-2.0
package dev.subflow.speed;

import dev.subflow.failure.UsageException;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * When a difference of a measured quantity counts, and when there is none.
 *
 * <p>The chance allowed is for all quantities of a comparison together. It is shared alike between
 * them (Bonferroni), and between the looks at growing numbers of runs: half of it for the first, a
 * quarter for the second, and so on.
 *
 * @param by how much of the base's median is a difference, such as 0.1 for 10 %
 * @param alpha the chance of even one SLOWER or FASTER where the kernels do not differ
 * @param maximum runs of a transfer on each kernel
 */
public record SpeedRules(double by, double alpha, int maximum) {
  public static final double DEFAULT_BY = 0.1;
  public static final double DEFAULT_ALPHA = 0.01;
  public static final int DEFAULT_MAXIMUM = 20;

  /** The interval by which a difference is excluded, and which is shown, misses it that often. */
  public static final double OWN_ERROR = 0.05;

  /** Quantities that every transfer has. */
  private static final int OF_A_TRANSFER = 4;

  public SpeedRules {
    if (!(by > 0 && by < 1)) {
      throw new UsageException(
          "a difference of "
              + percent(by)
              + " cannot be shown or excluded; --by wants a percentage between 0 and 100, such as"
              + " 10%");
    }
    if (!(alpha > 0 && alpha < 0.5)) {
      throw new UsageException(
          "a chance of " + alpha + " makes no sense; --alpha wants a number between 0 and 0.5");
    }
    if (maximum < 1) {
      throw new UsageException("--runs is " + maximum + "; it wants 1 or more");
    }
  }

  /** A share as a percentage without needless zeros, such as {@code 2.5 %}. */
  static String percent(double share) {
    return new DecimalFormat("0.####", DecimalFormatSymbols.getInstance(Locale.ROOT))
            .format(share * 100)
        + " %";
  }

  /** The usual rules. */
  public static SpeedRules usual() {
    return new SpeedRules(DEFAULT_BY, DEFAULT_ALPHA, DEFAULT_MAXIMUM);
  }

  /**
   * Checks that the runs allowed can decide anything about so many scenarios, each of one transfer.
   *
   * @throws UsageException if not
   */
  public void check(int scenarios) {
    var unused = looks(scenarios * OF_A_TRANSFER);
  }

  /**
   * The numbers of runs at which the values are judged.
   *
   * @param quantities all that are judged
   * @throws UsageException where the runs allowed cannot decide anything
   */
  public List<Integer> looks(int quantities) {
    int first = Shift.least(alpha / 2 / quantities);
    if (first > maximum) {
      throw new UsageException(
          String.format(
              Locale.ROOT,
              "with %d runs of each transfer no difference can be told from chance at %s among %d"
                  + " quantities; allow at least %d (--runs), a greater chance (--alpha), or measure"
                  + " fewer scenarios",
              maximum,
              alpha,
              quantities,
              first));
    }
    List<Integer> looks = new ArrayList<>();
    for (int runs = first; runs * 5 < maximum * 4; runs += (runs + 1) / 2) {
      looks.add(runs);
    }
    looks.add(maximum);
    return looks;
  }

  /**
   * Chance that the interval of one quantity may miss its shift where a difference is to be shown.
   *
   * @param look its number, the first one being 0
   * @param quantities all that are judged
   */
  double error(int look, int quantities) {
    return alpha / Math.pow(2, look + 1.0) / quantities;
  }
}
