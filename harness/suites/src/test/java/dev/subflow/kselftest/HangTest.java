// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.guest.GuestException;
import dev.subflow.guest.GuestLostException;
import dev.subflow.guest.GuestUnresponsiveException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class HangTest {
  private static final Duration LIMIT = Duration.ofMinutes(30);
  private static final Duration LATER = LIMIT.plusSeconds(35);
  private static final Optional<String> ENOUGH = Optional.empty();
  private static final Optional<String> STARVED = Optional.of("it ran for 1.0 s");
  private final GuestException silent =
      new GuestUnresponsiveException("guest", "the agent does not answer");

  @Test
  void aGuestThatNoLongerAnswersPastTheLimitHung() {
    ScriptEnd end = new Hang(LIMIT, true, ENOUGH).lost(silent, LATER);

    assertThat(end.kind()).isEqualTo(ScriptEnd.Kind.CRASHED);
    assertThat(end.reason()).startsWith("it hung").contains("1800 s", "does not answer");
  }

  @Test
  void whatTheMachineDidIsNoHang() {
    assertThat(new Hang(LIMIT, true, STARVED).lost(silent, LATER).kind())
        .as("starved")
        .isEqualTo(ScriptEnd.Kind.LOST);
    assertThat(new Hang(LIMIT, false, ENOUGH).lost(silent, LATER).kind())
        .as("QEMU is gone")
        .isEqualTo(ScriptEnd.Kind.LOST);
    assertThat(
            new Hang(LIMIT, true, ENOUGH)
                .lost(new GuestLostException("guest", "QEMU was killed"), LATER)
                .kind())
        .as("known to be lost for another reason")
        .isEqualTo(ScriptEnd.Kind.LOST);
    assertThat(new Hang(LIMIT, true, ENOUGH).lost(silent, LIMIT.minusSeconds(1)).kind())
        .as("before the limit")
        .isEqualTo(ScriptEnd.Kind.LOST);
  }

  @Test
  void aScriptThatWasStoppedHungUnlessItsGuestWasStarved() {
    assertThat(new Hang(LIMIT, true, ENOUGH).killed().kind()).isEqualTo(ScriptEnd.Kind.CRASHED);

    ScriptEnd starved = new Hang(LIMIT, true, STARVED).killed();
    List<SubtestResult> results =
        new Reconciler(Slice.whole("diag.sh", List.of(), Duration.ZERO), "01 no msk\n", starved)
            .results();
    assertThat(results).hasSize(1).allMatch(Deadlines::isExcused, "may run again, alone");
    assertThat(results.get(0).message()).contains("it ran for 1.0 s", "it hung");
  }
}
