// SPDX-License-Identifier: Apache-2.0
package dev.subflow.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class FlakeRateTest {
  /** Newcombe, Statistics in Medicine 17 (1998), table I: 81 of 263, 15 of 148, 0 of 20. */
  @Test
  void theIntervalIsWilsons() {
    assertInterval(81, 263, 0.2553, 0.3662);
    assertInterval(15, 148, 0.0624, 0.1605);
    assertInterval(0, 20, 0.0000, 0.1611);
    assertInterval(1, 29, 0.0061, 0.1718);
  }

  private static void assertInterval(long failed, long runs, double low, double high) {
    FlakeRate rate = FlakeRate.of(failed, runs);
    assertThat(rate.low()).isCloseTo(low, within(0.00005));
    assertThat(rate.high()).isCloseTo(high, within(0.00005));
  }

  @Test
  void nothingIsKnownOfNoRuns() {
    assertThat(FlakeRate.of(0, 0)).isEqualTo(new FlakeRate(0, 0, 1));
  }

  @Test
  void moreFailuresThanRunsAreRefused() {
    assertThatThrownBy(() -> FlakeRate.of(2, 1)).isInstanceOf(IllegalArgumentException.class);
  }
}
