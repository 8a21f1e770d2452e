// SPDX-License-Identifier: Apache-2.0
package dev.subflow.speed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ShiftTest {
  /** Of 252 ways to deal ten values to two sides of five, 2 are this extreme. */
  @Test
  void allOfTheSecondSideAboveAllOfTheFirst() {
    List<Double> low = List.of(1.0, 2.0, 3.0, 4.0, 5.0);
    List<Double> high = List.of(11.0, 12.0, 13.0, 14.0, 15.0);

    assertThat(Shift.between(low, high, 2.0 / 252 + 1e-9)).contains(new Interval(6, 10, 14));
    assertThat(Shift.between(low, high, 2.0 / 252 - 1e-9)).isEmpty();
    assertThat(Shift.between(high, low, 0.01)).contains(new Interval(-14, -10, -6));
  }

  @Test
  void valuesThatAreAllAlikeHaveNoShift() {
    List<Double> zeros = List.of(0.0, 0.0, 0.0, 0.0, 0.0);

    assertThat(Shift.between(zeros, zeros, 0.05)).contains(new Interval(0, 0, 0));
  }

  @Test
  void smallestNumberOfValuesThatTells() {
    assertThat(Shift.least(0.05)).isEqualTo(4);
    assertThat(Shift.least(0.005)).isEqualTo(6);
    assertThat(Shift.least(0.0002)).isEqualTo(8);
  }

  /** Also for heavy tails: 95 % of Cauchy's intervals have the shift in them. */
  @Test
  void intervalMissesAsSeldomAsItSays() {
    Random random = new Random(1);
    int missed = 0;
    for (int i = 0; i < 2000; i++) {
      List<Double> first = cauchy(random, 9, 0);
      List<Double> second = cauchy(random, 9, 3);
      Interval interval = Shift.between(first, second, 0.05).orElseThrow();
      missed += interval.lower() <= 3 && 3 <= interval.upper() ? 0 : 1;
    }
    assertThat(missed / 2000.0).isBetween(0.02, 0.05);
  }

  private static List<Double> cauchy(Random random, int values, double shift) {
    return Stream.generate(() -> shift + Math.tan(Math.PI * (random.nextDouble() - 0.5)))
        .limit(values)
        .toList();
  }
}
