// SPDX-License-Identifier: Apache-2.0
package dev.subflow.speed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.measure.Quantity;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpeedJudgeTest {
  private static final List<Double> AROUND_100 =
      List.of(98.0, 99.0, 99.5, 100.0, 100.5, 101.0, 102.0, 103.0);

  private static Pace judge(Quantity quantity, List<Double> before, List<Double> after) {
    return new SpeedJudge(SpeedRules.usual()).judge("x", quantity, before, after, 0, 16).pace();
  }

  private static List<Double> times(double factor) {
    return AROUND_100.stream().map(v -> v * factor).toList();
  }

  @Test
  void aQuarterLessGoodputIsSlowerAndMoreIsFaster() {
    assertThat(judge(Quantity.GOODPUT, AROUND_100, times(0.75))).isEqualTo(Pace.SLOWER);
    assertThat(judge(Quantity.GOODPUT, times(0.75), AROUND_100)).isEqualTo(Pace.FASTER);
  }

  @Test
  void aLongerStallIsSlower() {
    assertThat(judge(Quantity.STALL, times(0.01), times(0.015))).isEqualTo(Pace.SLOWER);
  }

  @Test
  void aDifferenceThatIsCertainAndSmallIsNone() {
    assertThat(judge(Quantity.GOODPUT, AROUND_100, times(0.95))).isEqualTo(Pace.UNCHANGED);
  }

  /** Of 2 ms against 3 ms each run differs; neither is a stall. */
  @Test
  void belowItsFloorNothingIsDifferent() {
    assertThat(judge(Quantity.STALL, times(0.00002), times(0.00003))).isEqualTo(Pace.UNCHANGED);
    assertThat(judge(Quantity.AGAIN, times(0.0001), times(0.0004))).isEqualTo(Pace.UNCHANGED);
  }

  @Test
  void valuesThatSpreadWidelyDecideNothing() {
    List<Double> wide = List.of(50.0, 60.0, 75.0, 90.0, 110.0, 130.0, 150.0, 170.0);

    assertThat(judge(Quantity.GOODPUT, wide, wide)).isEqualTo(Pace.UNDECIDED);
  }

  @Test
  void aDifferenceNearTheMarginTakesMoreRuns() {
    assertThat(judge(Quantity.GOODPUT, AROUND_100, times(0.91))).isEqualTo(Pace.UNDECIDED);
  }

  @Test
  void wordsForChanges() {
    assertThat(ChangeWords.of(Quantity.GOODPUT, 200, new Interval(-58, -52, -44)))
        .isEqualTo("-26 % (-29 to -22)");
    assertThat(ChangeWords.of(Quantity.FRAMES, 1, new Interval(-0.0001, 0.004, 0.012)))
        .isEqualTo("+0.4 % (+0.0 to +1.2)");
    assertThat(ChangeWords.of(Quantity.STALL, 0, new Interval(0.2, 0.31, 0.45)))
        .isEqualTo("+0.31 s (+0.20 to +0.45)");
    assertThat(ChangeWords.of(Quantity.AGAIN, 0, new Interval(-0.01, 0.031, 0.2)))
        .isEqualTo("+3.1 pp (-1.0 to +20)");
  }

  @Test
  void typicalValues() {
    assertThat(Typical.of("x", Quantity.STALL, List.of(3.0, 1.0, 2.0)).median())
        .isEqualTo(new Interval(1, 2, 3));
    // Of eight the two outermost can't be left out: (1 + 8) * 2 / 256 is more than 0.05.
    assertThat(Typical.of("x", Quantity.STALL, AROUND_100).median())
        .isEqualTo(new Interval(98, 100.25, 103));
  }
}
