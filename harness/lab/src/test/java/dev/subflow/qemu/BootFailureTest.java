// SPDX-License-Identifier: Apache-2.0
package dev.subflow.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.Splat;
import dev.subflow.guest.GuestException;
import dev.subflow.guest.GuestLostException;
import dev.subflow.guest.GuestNotBootedException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class BootFailureTest {
  private static final Splat STALL =
      new Splat(Splat.Kind.RCU_STALL, "rcu: INFO: rcu_preempt self-detected stall", List.of());

  private final GuestLostException silent =
      new GuestLostException("client", "its agent did not answer within 60000 ms");

  private static GuestException judge(
      Optional<GuestException> fate, Optional<String> starvation, RuntimeException cause) {
    return new BootFailure(
            "client", fate, starvation, List.of("[ 1.0] Run /init"), List.of(STALL), cause)
        .judge();
  }

  @Test
  void aQemuThatIsGoneTellsMoreThanTheChannelThatBroke() {
    GuestException killed =
        new GuestFate(
                "client",
                List.of(),
                Optional.empty(),
                "exit code 137 (SIGKILL)",
                true,
                "",
                Optional.empty(),
                Optional.empty(),
                false)
            .judge();

    assertThat(judge(Optional.of(killed), Optional.empty(), silent))
        .isSameAs(killed)
        .isExactlyInstanceOf(GuestLostException.class)
        .hasMessageContaining("SIGKILL");
  }

  @Test
  void aStarvedGuestHadNoChance() {
    assertThat(judge(Optional.empty(), Optional.of("it ran for 1.0 s and waited 9.0 s"), silent))
        .isExactlyInstanceOf(GuestLostException.class)
        .hasMessageContaining("too busy to judge by (it ran for 1.0 s and waited 9.0 s)")
        .hasCause(silent);
  }

  @Test
  void aQemuThatDoesNotAnswerSaysNothingOfTheKernel() {
    assertThat(
            judge(
                Optional.empty(),
                Optional.empty(),
                new InfrastructureException("QEMU did not answer qmp_capabilities")))
        .isExactlyInstanceOf(GuestLostException.class)
        .hasMessageContaining("qmp_capabilities");
  }

  @Test
  void otherwiseItHadItsChanceAndShowsItsConsole() {
    assertThat(judge(Optional.empty(), Optional.empty(), silent))
        .isExactlyInstanceOf(GuestNotBootedException.class)
        .hasMessageStartingWith("guest \"client\": its agent did not answer within")
        .hasMessageContaining("[ 1.0] Run /init")
        .extracting(GuestException::splats)
        .isEqualTo(List.of(STALL));
    assertThat(
            new BootFailure(
                    "client", Optional.empty(), Optional.empty(), List.of(), List.of(), silent)
                .judge())
        .hasMessageContaining("its console is empty");
  }
}
