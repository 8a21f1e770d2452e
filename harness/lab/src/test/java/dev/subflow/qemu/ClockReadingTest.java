// SPDX-License-Identifier: Apache-2.0
package dev.subflow.qemu;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.InfrastructureException;
import org.junit.jupiter.api.Test;

class ClockReadingTest {
  private static final long SECOND = 1_000_000_000;

  @Test
  void clockOfTheSameSpeedIsRight() {
    ClockReading first = ClockReading.parse(10 * SECOND, "3.50 2.10\n", 10 * SECOND + 1);
    ClockReading later = ClockReading.parse(12 * SECOND, "5.51 4.10\n", 12 * SECOND + 1);
    assertThatCode(() -> first.requireSameSpeed(later)).doesNotThrowAnyException();
  }

  @Test
  void clockThatRunsFiveTimesAsFastIsWrong() {
    ClockReading first = ClockReading.parse(0, "3.50 2.10\n", SECOND);
    ClockReading later = ClockReading.parse(2 * SECOND, "18.80 9.10\n", 3 * SECOND);
    assertThatThrownBy(() -> first.requireSameSpeed(later))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("too fast, 5.10 times the machine's");
  }

  @Test
  void clockThatRunsAtATenthIsWrong() {
    ClockReading first = ClockReading.parse(0, "3.50 2.10\n", 0);
    ClockReading later = ClockReading.parse(10 * SECOND, "4.50 3.10\n", 10 * SECOND);
    assertThatThrownBy(() -> first.requireSameSpeed(later))
        .hasMessageContaining("too slow, 0.10 times the machine's");
  }

  @Test
  void answerThatCameLateProvesNothing() {
    // The guest may have read its clock at any moment between the question and the answer.
    ClockReading first = ClockReading.parse(0, "3.50 2.10\n", 5 * SECOND);
    ClockReading later = ClockReading.parse(5 * SECOND, "8.40 3.10\n", 6 * SECOND);
    assertThatCode(() -> first.requireSameSpeed(later)).doesNotThrowAnyException();
    ClockReading same = ClockReading.parse(5 * SECOND, "3.50 3.10\n", 6 * SECOND);
    assertThatCode(() -> first.requireSameSpeed(same)).doesNotThrowAnyException();
  }

  @Test
  void answerThatIsNoTimeIsReported() {
    assertThatThrownBy(() -> ClockReading.parse(0, "cat: no such file\n", 1))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("cat: no such file");
  }
}
