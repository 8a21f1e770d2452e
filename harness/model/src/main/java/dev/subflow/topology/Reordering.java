// SPDX-License-Identifier: Apache-2.0
package dev.subflow.topology;

import java.time.Duration;

/**
 * Frames that are set aside while later ones overtake them.
 *
 * @param probability of a frame to be set aside
 * @param distance later frames that overtake it before it goes on, at least 1
 * @param patience it goes on after this time even if fewer came; 0 to 1 hour, in addition to the
 *     delay
 */
public record Reordering(double probability, int distance, Duration patience) {
  /** The wire keeps its order. */
  public static final Reordering NONE = new Reordering(0, 1, Duration.ZERO);

  public Reordering {
    Probability.check("reordering", probability);
    if (distance < 1) {
      throw new IllegalArgumentException(
          "a frame that " + distance + " others overtake is in order; give at least 1");
    }
    Delays.check("patience", patience);
  }

  /** Whether nothing is set aside. */
  public boolean isNone() {
    return probability == 0;
  }

  /** Such as {@code reordering 5 % by 3 frames or 100 ms}. */
  @Override
  public String toString() {
    return "reordering "
        + Probability.percent(probability)
        + " by "
        + (distance == Integer.MAX_VALUE ? "" : distance + " frames or ")
        + Delays.text(patience);
  }
}
