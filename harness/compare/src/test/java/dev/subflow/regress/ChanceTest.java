// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.subflow.failure.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ChanceTest {
  /** Values of R: fisher.test(matrix(c(f1, f2, p1, p2), 2), alternative = "less"). */
  @ParameterizedTest
  @CsvSource({
    "1, 0, 0, 1, 0.5",
    "3, 0, 0, 3, 0.05",
    "5, 0, 0, 5, 0.003968254",
    "5, 0, 1, 4, 0.02380952",
    "10, 0, 7, 3, 0.1052632",
    "0, 5, 5, 0, 1",
    "5, 5, 5, 5, 0.6718591",
    "7, 0, 5, 0, 1",
    "0, 0, 5, 5, 1"
  })
  void isThatOfFishersExactTest(int p1, int f1, int p2, int f2, double expected) {
    assertThat(Chance.thatSecondIsWorse(p1, f1, p2, f2)).isCloseTo(expected, within(1e-6));
  }

  @Test
  void looksStayBelowTheChanceAllowedTogether() {
    Rules rules = new Rules(0.01, 40);

    assertThat(rules.looks()).containsExactly(5, 10, 20, 40);
    double sum = 0;
    for (int look = 0; look < rules.looks().size(); look++) {
      sum += rules.threshold(look);
    }
    assertThat(sum).isLessThan(0.01);
    assertThat(rules.threshold(0)).isGreaterThanOrEqualTo(Chance.thatSecondIsWorse(5, 0, 0, 5));
  }

  @Test
  void tooFewRunsForAnyVerdictAreRefused() {
    assertThatThrownBy(() -> new Rules(0.01, 4))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("allow at least 5");
    assertThat(new Rules(0.2, 3).looks()).containsExactly(3);
    assertThatThrownBy(() -> new Rules(0, 20)).isInstanceOf(UsageException.class);
    assertThatThrownBy(() -> new Rules(Double.NaN, 20)).isInstanceOf(UsageException.class);
  }
}
