// SPDX-License-Identifier: Apache-2.0
package dev.subflow.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeasuresJsonTest {
  private static final List<Measure> MEASURES =
      List.of(
          new Measure("up", Map.of(Quantity.GOODPUT, 1.5e6, Quantity.STALL, 0.25)),
          new Measure("down", Map.of(Quantity.AGAIN, 0.0)));

  @Test
  void whatIsWrittenIsReadAgain() {
    assertThat(MeasuresJson.parse(MeasuresJson.text(MEASURES))).contains(MEASURES);
  }

  @Test
  void damagedOrStrangeTextIsNone() {
    String text = MeasuresJson.text(MEASURES);

    assertThat(MeasuresJson.parse(text.substring(0, text.length() / 2))).isEmpty();
    assertThat(MeasuresJson.parse("{\"parts\": {}}")).isEmpty();
    assertThat(MeasuresJson.parse("[{\"transfer\": \"\", \"values\": {\"SPEED\": 1}}]")).isEmpty();
    assertThat(MeasuresJson.parse("null")).isEmpty();
  }

  @Test
  void valuesAreNumbers() {
    assertThatThrownBy(() -> new Measure("", Map.of(Quantity.STALL, Double.NaN)))
        .hasMessageContaining("STALL of NaN");
  }

  @Test
  void valuesHaveUnits() {
    assertThat(Quantity.GOODPUT.text(1_762_000)).isEqualTo("1.76 Mbit/s");
    assertThat(Quantity.GOODPUT.text(389_500)).isEqualTo("390 kbit/s");
    assertThat(Quantity.STALL.text(0.3304)).isEqualTo("0.33 s");
    assertThat(Quantity.FRAMES.text(1.1249)).isEqualTo("1.125");
    assertThat(Quantity.AGAIN.text(0.0523)).isEqualTo("5.2 %");
  }
}
