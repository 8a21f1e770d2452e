// SPDX-License-Identifier: Apache-2.0
package dev.subflow.speed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.UsageException;
import org.junit.jupiter.api.Test;

class SpeedRulesTest {
  @Test
  void looksBeginWhereAnythingCanBeShown() {
    SpeedRules rules = SpeedRules.usual();

    assertThat(rules.looks(4)).containsExactly(7, 11, 20);
    assertThat(rules.looks(20)).containsExactly(8, 12, 20);
    assertThat(rules.error(0, 20)).isEqualTo(0.00025);
    assertThat(rules.error(2, 20)).isEqualTo(0.0000625);
  }

  @Test
  void tooFewRunsAreRefusedBeforeAnythingRuns() {
    SpeedRules rules = new SpeedRules(0.1, 0.01, 5);

    assertThatThrownBy(() -> rules.check(1))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("with 5 runs")
        .hasMessageContaining("allow at least 7 (--runs)");
  }

  @Test
  void differencesThatMakeNoSenseAreRefused() {
    for (double by : new double[] {0, -0.1, 1, Double.NaN}) {
      assertThatThrownBy(() -> new SpeedRules(by, 0.01, 20))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("--by wants a percentage");
    }
    assertThatThrownBy(() -> new SpeedRules(0.1, 0, 20)).isInstanceOf(UsageException.class);
    assertThatThrownBy(() -> new SpeedRules(0.1, 0.01, 0)).isInstanceOf(UsageException.class);
  }
}
