// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import dev.subflow.failure.UsageException;
import java.util.ArrayList;
import java.util.List;

/**
 * When a difference counts.
 *
 * <p>The counts are looked at several times while runs are added. So that looking again and again
 * does not find by chance what is not there, the first look may use half of the chance allowed, the
 * second a quarter, and so on: together they stay below it.
 *
 * @param alpha the chance, for each test, to call a regression what is none
 * @param maximum runs of a test on each kernel
 */
public record Rules(double alpha, int maximum) {
  public static final double DEFAULT_ALPHA = 0.01;
  public static final int DEFAULT_MAXIMUM = 20;

  public Rules {
    if (!(alpha > 0 && alpha < 0.5)) {
      throw new UsageException(
          "a chance of " + alpha + " makes no sense; it wants a number between 0 and 0.5");
    }
    if (maximum < firstLook(alpha)) {
      throw new UsageException(
          "with "
              + maximum
              + " runs no difference can be told from chance at "
              + alpha
              + "; allow at least "
              + firstLook(alpha)
              + " (--runs) or a greater chance (--alpha)");
    }
  }

  /** The numbers of runs at which the counts are judged. */
  List<Integer> looks() {
    List<Integer> looks = new ArrayList<>();
    for (int runs = firstLook(alpha); runs < maximum; runs *= 2) {
      looks.add(runs);
    }
    looks.add(maximum);
    return looks;
  }

  /** Probability that must not be exceeded at a look, the first one being 0. */
  double threshold(int look) {
    return alpha / Math.pow(2, look + 1);
  }

  /** The smallest number of runs at which a test that passes here and fails there is evidence. */
  private static int firstLook(double alpha) {
    int runs = 1;
    while (Chance.thatSecondIsWorse(runs, 0, 0, runs) > alpha / 2) {
      runs++;
    }
    return runs;
  }
}
