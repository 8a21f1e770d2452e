// SPDX-License-Identifier: Apache-2.0
package dev.subflow.topology;

/**
 * Which frames a wire loses: the model of Gilbert and Elliott, with a good and a bad state.
 *
 * <p>Before each frame the state may change; then the frame is lost with the state's probability.
 * Random loss is the case that never leaves the good state. All values are probabilities in 0..1.
 *
 * @param inGood of losing a frame in the good state, in which the wire begins
 * @param inBad of losing a frame in the bad state
 * @param toBad of leaving the good state
 * @param toGood of leaving the bad state
 */
public record Loss(double inGood, double inBad, double toBad, double toGood) {
  /** Nothing is lost. */
  public static final Loss NONE = random(0);

  public Loss {
    Probability.check("loss in the good state", inGood);
    Probability.check("loss in the bad state", inBad);
    Probability.check("a change to the bad state", toBad);
    Probability.check("a change to the good state", toGood);
  }

  /** Each frame is lost with the same probability. */
  public static Loss random(double probability) {
    return new Loss(Probability.check("loss", probability), 1, 0, 1);
  }

  /**
   * Frames are lost in bursts, of which nothing gets through.
   *
   * @param share of all frames lost on average, below 1
   * @param meanBurst mean length of a burst in frames, at least 1
   */
  public static Loss bursty(double share, double meanBurst) {
    Probability.check("bursty loss", share);
    if (share == 1 || !(meanBurst >= 1) || Double.isInfinite(meanBurst)) {
      throw new IllegalArgumentException(
          "bursts of "
              + meanBurst
              + " frames that lose "
              + Probability.percent(share)
              + " do not exist; give a share below 1 and a mean of at least 1 frame");
    }
    double toGood = 1 / meanBurst;
    double toBad = share * toGood / (1 - share);
    if (toBad > 1) {
      throw new IllegalArgumentException(
          "bursts of "
              + meanBurst
              + " frames can't lose "
              + Probability.percent(share)
              + ", for the pause between two is at least a frame; give longer bursts");
    }
    return new Loss(0, 1, toBad, toGood);
  }

  /** Whether it loses nothing. */
  public boolean isNone() {
    return inGood == 0 && (toBad == 0 || inBad == 0);
  }

  /** The share of frames that is lost in the long run. */
  public double share() {
    if (toBad == 0) {
      return inGood;
    }
    double bad = toBad / (toBad + toGood);
    return (1 - bad) * inGood + bad * inBad;
  }

  /** Such as {@code loss 1 %} or {@code loss 5 % in bursts of 10}. */
  @Override
  public String toString() {
    String text = "loss " + Probability.percent(share());
    return toBad == 0
        ? text
        : text + " in bursts of " + (toGood == 0 ? "no end" : "" + Math.round(1 / toGood));
  }
}
