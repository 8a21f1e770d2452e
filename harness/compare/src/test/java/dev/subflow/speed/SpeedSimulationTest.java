// SPDX-License-Identifier: Apache-2.0
package dev.subflow.speed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.measure.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Thousands of comparisons of kernels that do not differ, and of such that do. */
class SpeedSimulationTest {
  private static final int EXPERIMENTS = 1000;
  private static final int QUANTITIES = 20;
  private static final SpeedRules RULES = SpeedRules.usual();

  /** What runs of one kernel differ by; all have a typical value of 1. */
  enum Noise {
    QUIET,
    BUSY,
    HEAVY_TAILS,
    STALLS_NOW_AND_THEN;

    double run(Random random) {
      double spread = random.nextGaussian();
      return switch (this) {
        case QUIET -> Math.exp(0.04 * spread);
        case BUSY -> Math.exp(0.15 * spread);
        case HEAVY_TAILS -> Math.exp(0.03 * spread / random.nextGaussian());
        case STALLS_NOW_AND_THEN -> (random.nextInt(8) == 0 ? 0.4 : 1) * Math.exp(0.03 * spread);
      };
    }
  }

  /** Verdict on one quantity when no more runs are made, and the runs that it took. */
  private record End(Pace pace, int runs) {}

  /** One quantity of kernels whose second one has so much of the first one's goodput. */
  private static End measure(Noise noise, double factor, Random random) {
    SpeedJudge judge = new SpeedJudge(RULES);
    List<Double> before = new ArrayList<>();
    List<Double> after = new ArrayList<>();
    // The load of the machine wanders, and is the same for two runs one after the other.
    double load = 1;
    List<Integer> looks = RULES.looks(QUANTITIES);
    for (int look = 0; look < looks.size(); look++) {
      while (before.size() < looks.get(look)) {
        load *= Math.exp(0.02 * random.nextGaussian());
        before.add(load * noise.run(random));
        after.add(load * factor * noise.run(random));
      }
      Pace pace = judge.judge("x", Quantity.GOODPUT, before, after, look, QUANTITIES).pace();
      if (pace.isDecided()) {
        return new End(pace, before.size());
      }
    }
    return new End(Pace.UNDECIDED, before.size());
  }

  private static double share(Noise noise, double factor, int times, Pace pace) {
    Random random = new Random(42);
    int found = 0;
    for (int i = 0; i < times; i++) {
      found += measure(noise, factor, random).pace() == pace ? 1 : 0;
    }
    return (double) found / times;
  }

  @ParameterizedTest
  @EnumSource
  void kernelIsHardlyEverSlowerThanItself(Noise noise) {
    Random random = new Random(7);
    int alarms = 0;
    for (int i = 0; i < EXPERIMENTS; i++) {
      boolean any = false;
      for (int quantity = 0; quantity < QUANTITIES; quantity++) {
        Pace pace = measure(noise, 1, random).pace();
        any |= pace == Pace.SLOWER || pace == Pace.FASTER;
      }
      alarms += any ? 1 : 0;
    }
    // 0.01 is allowed; three standard deviations of 1000 experiments are 0.009.
    assertThat((double) alarms / EXPERIMENTS).isLessThan(0.02);
  }

  @ParameterizedTest
  @EnumSource
  void lossOfAsMuchAsIsAskedForIsHardlyEverExcluded(Noise noise) {
    assertThat(share(noise, 0.9, 2000, Pace.UNCHANGED)).isLessThan(0.075);
  }

  /** Of noise without a variance it takes some more runs, and a few of a hundred stay open. */
  @ParameterizedTest
  @CsvSource({"QUIET, 0.99, 9", "HEAVY_TAILS, 0.9, 15"})
  void lossOfAQuarterIsFoundWithFewRuns(Noise noise, double share, double most) {
    Random random = new Random(3);
    int found = 0;
    int runs = 0;
    for (int i = 0; i < EXPERIMENTS; i++) {
      End end = measure(noise, 0.75, random);
      found += end.pace() == Pace.SLOWER ? 1 : 0;
      runs += end.runs();
    }
    assertThat((double) found / EXPERIMENTS).isGreaterThan(share);
    assertThat((double) runs / EXPERIMENTS).isLessThan(most);
  }

  @ParameterizedTest
  @EnumSource(names = {"QUIET", "HEAVY_TAILS"})
  void sameKernelIsMostlyFoundUnchanged(Noise noise) {
    assertThat(share(noise, 1, 1000, Pace.UNCHANGED)).isGreaterThan(0.9);
  }
}
