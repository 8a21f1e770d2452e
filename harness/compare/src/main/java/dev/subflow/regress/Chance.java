// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.FisherExactTest;

/** Probability of a difference where there is none. */
final class Chance {
  private static final FisherExactTest WORSE =
      FisherExactTest.withDefaults().with(AlternativeHypothesis.LESS_THAN);

  private Chance() {}

  /**
   * Fisher's exact test, one-sided: the probability that passes and failures fall to the two sides
   * at least as unevenly as they did, against the second, if both fail equally often.
   */
  static double thatSecondIsWorse(int passed1, int failed1, int passed2, int failed2) {
    if (passed1 + failed1 == 0
        || passed2 + failed2 == 0
        || passed1 + passed2 == 0
        || failed1 + failed2 == 0) {
      return 1;
    }
    // A second side that is worse makes the cell of the first one's failures small.
    return WORSE.test(new int[][] {{failed1, passed1}, {failed2, passed2}}).getPValue();
  }
}
