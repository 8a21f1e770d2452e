// SPDX-License-Identifier: Apache-2.0
package dev.subflow.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of impairments: {@link Delays}, {@link Probability}, {@link Jitter}, reordering. */
final class DelaysTest {
  @ParameterizedTest
  @CsvSource({
    "PT0S, 0 ms",
    "PT0.0025S, 2.5 ms",
    "PT0.000000001S, 0.000001 ms",
    "PT1H, 3600000 ms",
    "PT10S, 10000 ms",
  })
  void timesAreWrittenInMilliseconds(Duration value, String text) {
    assertThat(Delays.text(value)).isEqualTo(text);
    assertThat(Delays.check("delay", value)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT-0.000000001S", "PT1H0.000000001S", "PT999999H"})
  void timesOutOfBoundsAreRefused(Duration value) {
    assertThatThrownBy(() -> new Jitter(value, Jitter.Shape.NORMAL))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a jitter of " + value + " is not possible; give 0 to 1 hour");
    assertThatThrownBy(() -> new Reordering(0.5, 1, value)).hasMessageContaining("patience");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 %",
    "1, 100 %",
    "0.005, 0.5 %",
    "0.1234567, 12.3 %",
    "0.000001, 0.0001 %",
    "0.9999, 100 %",
  })
  void probabilitiesAreWrittenInPercent(double value, String text) {
    assertThat(Probability.percent(value)).isEqualTo(text);
    assertThat(Probability.check("loss", value)).isEqualTo(value);
  }

  @Test
  void aPercentageIsNoProbability() {
    assertThatThrownBy(() -> Probability.check("loss", 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a probability of loss of 5.0 is not in 0..1; 1 % is 0.01");
    assertThatThrownBy(() -> Probability.check("loss", Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> new Reordering(-0.1, 1, Duration.ZERO))
        .hasMessageContaining("reordering of -0.1");
  }

  @Test
  void reorderingIsByFramesOrByTime() {
    Duration patience = Duration.ofMillis(100);

    assertThat(new Reordering(0.05, 3, patience))
        .hasToString("reordering 5 % by 3 frames or 100 ms");
    assertThat(new Reordering(0.05, Integer.MAX_VALUE, patience))
        .hasToString("reordering 5 % by 100 ms");
    assertThat(new Reordering(0, 3, patience).isNone()).isTrue();
    assertThat(new Reordering(1e-9, 3, patience).isNone()).isFalse();
    assertThatThrownBy(() -> new Reordering(0.05, 0, patience))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a frame that 0 others overtake is in order; give at least 1");
  }

  @Test
  void aChangeOfOneFieldKeepsTheOthers() {
    Impairment all =
        Impairment.impairment()
            .rate(Rate.megabits(10))
            .queue(QueueLimit.frames(5))
            .delay(Duration.ofMillis(1))
            .normalJitter(Duration.ofMillis(2))
            .loss(0.1)
            .duplication(0.2)
            .corruption(0.3)
            .reordering(0.4, 5)
            .blackhole()
            .seed(6);
    ImpairmentFields fields = new ImpairmentFields(all);

    assertThat(fields.build()).isEqualTo(all);
    fields.seed = 7;
    assertThat(fields.build()).isEqualTo(all.seed(7)).isNotEqualTo(all);
    fields.corruption = 2;
    assertThatThrownBy(fields::build).hasMessageContaining("a probability of corruption");
  }
}
