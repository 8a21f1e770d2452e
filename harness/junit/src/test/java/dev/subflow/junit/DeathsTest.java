// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.Splat;
import dev.subflow.guest.GuestCrashedException;
import dev.subflow.guest.GuestCrashedException.How;
import dev.subflow.guest.GuestException;
import dev.subflow.guest.GuestLostException;
import dev.subflow.report.TestEnd;
import dev.subflow.report.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class DeathsTest {
  private static final Splat PANIC =
      new Splat(Splat.Kind.PANIC, "Kernel panic - not syncing: sysrq", List.of("[ 1.0] panic"));
  private static final Optional<Pattern> SYSRQ = Optional.of(Pattern.compile("sysrq"));
  private final GuestException panicked =
      new GuestCrashedException("client", How.DIED, "", List.of(PANIC));
  private final GuestException down =
      new GuestCrashedException("server", How.WENT_DOWN, "", List.of());
  private final GuestException lost = new GuestLostException("router", "QEMU was killed");

  @Test
  void guestsThatLiveFailNothing() {
    assertThatCode(() -> new Deaths(List.of()).requireNone(Optional.empty()))
        .doesNotThrowAnyException();
  }

  @Test
  void aTestWhoseGuestWentDownIsNoPass() {
    assertThatThrownBy(() -> new Deaths(List.of(down)).requireNone(Optional.empty()))
        .isSameAs(down)
        .satisfies(e -> assertThat(TestEnd.of(e).verdict()).isEqualTo(Verdict.CRASH));
    assertThatThrownBy(() -> new Deaths(List.of(lost)).requireNone(Optional.empty()))
        .isSameAs(lost)
        .satisfies(e -> assertThat(TestEnd.of(e).verdict()).isEqualTo(Verdict.INCONCLUSIVE));
  }

  @Test
  void theWorstIsThrownWithTheOthers() {
    assertThatThrownBy(() -> new Deaths(List.of(down, lost)).requireNone(Optional.empty()))
        .isSameAs(down)
        .hasSuppressedException(lost);
  }

  @Test
  void onlyTheDeathThatWasExpectedIsForgiven() {
    assertThatCode(() -> new Deaths(List.of(panicked)).requireNone(SYSRQ))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> new Deaths(List.of(panicked)).requireNone(Optional.empty()))
        .isSameAs(panicked);
    assertThatThrownBy(() -> new Deaths(List.of(panicked, down)).requireNone(SYSRQ)).isSameAs(down);
  }
}
