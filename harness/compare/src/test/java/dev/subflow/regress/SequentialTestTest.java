// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.regress.SequentialTest.Counts;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SequentialTestTest {
  @Test
  void clearEndsNeedThreeRuns() {
    SequentialTest test = SequentialTest.between(new Counts(5, 0), new Counts(0, 5), 0.01);

    assertThat(test.atLeast(new Counts(0, 0))).isEqualTo(3);
    assertThat(test.isBad(new Counts(2, 0))).isEmpty();
    assertThat(test.isBad(new Counts(3, 0))).contains(false);
    assertThat(test.isBad(new Counts(0, 3))).contains(true);
    assertThat(test.isBad(new Counts(2, 2))).isEmpty();
    assertThat(test.atLeast(new Counts(0, 2))).isEqualTo(1);
  }

  @Test
  void oneFailureOfATestThatHardlyEverFailsTellsMoreThanOnePass() {
    SequentialTest test = SequentialTest.between(new Counts(20, 0), new Counts(14, 6), 0.01);

    assertThat(test.isBad(new Counts(0, 3))).contains(true);
    assertThat(test.isBad(new Counts(3, 0))).isEmpty();
    assertThat(test.isBad(new Counts(20, 0))).contains(false);
  }

  @Test
  void seldomTakesOneForTheOther() {
    Random random = new Random(3);
    SequentialTest test = SequentialTest.between(new Counts(18, 2), new Counts(8, 12), 0.01);
    int wrong = 0;
    for (int i = 0; i < 2000; i++) {
      boolean bad = i % 2 == 0;
      int passed = 0;
      int failed = 0;
      while (test.isBad(new Counts(passed, failed)).isEmpty()) {
        boolean fails = random.nextDouble() < (bad ? 0.6 : 0.1);
        passed += fails ? 0 : 1;
        failed += fails ? 1 : 0;
      }
      wrong += test.isBad(new Counts(passed, failed)).orElseThrow() == bad ? 0 : 1;
    }
    assertThat(wrong).isLessThan(2000 / 50);
  }
}
