// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.guest.GuestCrashedException;
import dev.subflow.guest.GuestCrashedException.How;
import dev.subflow.guest.GuestException;
import dev.subflow.guest.GuestLostException;
import dev.subflow.ktap.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Guests that are gone once their script has ended. */
final class GuestEndTest {
  private final GuestException down =
      new GuestCrashedException("guest", How.WENT_DOWN, "", List.of());
  private final GuestException lost = new GuestLostException("guest", "QEMU was killed");

  private static List<SubtestResult> results(Outcome... outcomes) {
    return IntStream.range(0, outcomes.length)
        .mapToObj(
            i -> new SubtestResult("diag.sh", "test " + i, outcomes[i], Optional.empty(), "words"))
        .toList();
  }

  private static List<Outcome> outcomes(List<SubtestResult> results) {
    return results.stream().map(SubtestResult::outcome).toList();
  }

  @Test
  void aGuestThatLivesChangesNothing() {
    List<SubtestResult> passed = results(Outcome.PASS, Outcome.FAIL);

    assertThat(GuestEnd.into(passed, List.of())).isEqualTo(passed);
  }

  @Test
  void theLastSubtestIsNoPassWhereTheGuestIsGone() {
    List<SubtestResult> passed = results(Outcome.PASS, Outcome.PASS);

    List<SubtestResult> crashed = GuestEnd.into(passed, List.of(down));
    assertThat(outcomes(crashed)).containsExactly(Outcome.PASS, Outcome.CRASH);
    assertThat(crashed.get(1).message())
        .contains("when it had ended, its guest was gone", "it went down by itself", "\nwords");
    assertThat(outcomes(GuestEnd.into(passed, List.of(lost))))
        .containsExactly(Outcome.PASS, Outcome.INCONCLUSIVE);
  }

  @Test
  void aFailureStaysOneWhereTheMachineTookTheGuest() {
    assertThat(outcomes(GuestEnd.into(results(Outcome.FAIL), List.of(lost))))
        .containsExactly(Outcome.FAIL);
    assertThat(outcomes(GuestEnd.into(results(Outcome.FAIL), List.of(down))))
        .containsExactly(Outcome.CRASH);
  }
}
