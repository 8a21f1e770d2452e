// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire.fault;

import static dev.subflow.topology.Impairment.impairment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.subflow.topology.Impairment;
import dev.subflow.topology.Loss;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DiceTest {
  private static final int FRAMES = 20_000;

  private static List<Boolean> losses(Impairment impairment, String name) {
    Dice dice = new Dice(impairment, name);
    return IntStream.range(0, FRAMES).mapToObj(i -> dice.losesNext()).toList();
  }

  private static double share(List<Boolean> draws) {
    return draws.stream().filter(d -> d).count() / (double) draws.size();
  }

  @Test
  void chanceFollowsFromSeedAndName() {
    Impairment lossy = impairment().loss(0.3);

    assertThat(losses(lossy, "a")).isEqualTo(losses(lossy, "a")).isNotEqualTo(losses(lossy, "b"));
    assertThat(losses(lossy.seed(1), "a")).isNotEqualTo(losses(lossy, "a"));
  }

  @Test
  void anotherEffectDoesNotChangeTheLosses() {
    Impairment lossy = impairment().loss(0.3);
    Dice dice = new Dice(lossy.corruption(0.5).duplication(0.5).reordering(0.5, 2), "a");
    List<Boolean> losses =
        IntStream.range(0, FRAMES)
            .mapToObj(
                i -> {
                  boolean lost = dice.losesNext();
                  List<Boolean> others =
                      List.of(dice.corruptsNext(), dice.doublesNext(), dice.setsNextAside());
                  assertThat(others).hasSize(3);
                  return lost;
                })
            .toList();

    assertThat(losses).isEqualTo(losses(lossy, "a"));
  }

  @Test
  void nothingHappensWithoutAnImpairment() {
    Dice dice = new Dice(Impairment.NONE, "a");

    for (int i = 0; i < 100; i++) {
      assertThat(dice.losesNext() || dice.doublesNext()).isFalse();
      assertThat(dice.corruptsNext() || dice.setsNextAside()).isFalse();
      assertThat(dice.delayNanos()).isZero();
    }
  }

  @Test
  void burstsHaveTheirShareAndTheirLength() {
    List<Boolean> losses = losses(impairment().loss(Loss.bursty(0.2, 10)), "a");
    long bursts =
        IntStream.range(1, FRAMES).filter(i -> losses.get(i) && !losses.get(i - 1)).count();

    assertThat(share(losses)).isCloseTo(0.2, within(0.04));
    assertThat(share(losses) * FRAMES / bursts).isCloseTo(10.0, within(1.5));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 14, 15, 1500})
  void corruptionFlipsOneBitThatIsNotOfTheEthernetHeader(int length) {
    Dice dice = new Dice(impairment().corruption(1), "a");
    byte[] frame = new byte[length];
    for (int i = 0; i < 200; i++) {
      BitSet flipped = BitSet.valueOf(dice.corrupted(frame));
      assertThat(flipped.cardinality()).isEqualTo(1);
      assertThat(flipped.length()).isLessThanOrEqualTo(length * 8);
      if (length > 14) {
        assertThat(flipped.nextSetBit(0)).isGreaterThanOrEqualTo(14 * 8);
      }
    }
    assertThat(frame).as("the frame itself").isEqualTo(new byte[length]);
  }

  private static long[] delays(Impairment impairment) {
    Dice dice = new Dice(impairment, "a");
    return LongStream.range(0, FRAMES).map(i -> dice.delayNanos()).toArray();
  }

  @Test
  void jitterStaysWithinItsSpreadAndNeverBelowNothing() {
    Impairment wide = impairment().delay(Duration.ofNanos(1000)).jitter(Duration.ofNanos(3000));
    long[] delays = delays(wide);

    assertThat(Arrays.stream(delays).min()).hasValue(0);
    assertThat(Arrays.stream(delays).max().orElseThrow()).isBetween(3900L, 4000L);
  }

  @Test
  void normalJitterHasItsMeanAndDeviation() {
    long[] delays =
        delays(impairment().delay(Duration.ofMillis(1)).normalJitter(Duration.ofNanos(50_000)));
    double mean = Arrays.stream(delays).average().orElseThrow();
    double variance = Arrays.stream(delays).mapToDouble(d -> (d - mean) * (d - mean)).sum();

    assertThat(mean).isCloseTo(1e6, within(2000.0));
    assertThat(Math.sqrt(variance / FRAMES)).isCloseTo(50_000, within(1500.0));
  }
}
