// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimeStampCounterTest {
  @Test
  void frequencyIsRoundedToTheSameValueEachTime() {
    assertThat(TimeStampCounter.parse("2445430\n")).hasValue(2_450_000);
    assertThat(TimeStampCounter.parse("2445429\n")).hasValue(2_450_000);
    assertThat(TimeStampCounter.parse("2444999\n")).hasValue(2_440_000);
  }

  @Test
  void machineWithoutCounterHasNone() {
    assertThat(TimeStampCounter.parse("0\n")).isEmpty();
    assertThat(TimeStampCounter.parse("")).isEmpty();
    assertThat(TimeStampCounter.parse("exec format error")).isEmpty();
  }
}
