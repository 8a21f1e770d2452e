// SPDX-License-Identifier: Apache-2.0
package dev.subflow.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.subflow.failure.Splat;
import dev.subflow.guest.GuestCrashedException;
import dev.subflow.guest.GuestCrashedException.How;
import dev.subflow.guest.GuestException;
import dev.subflow.guest.GuestLostException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class GuestFateTest {
  private static final Splat PANIC =
      new Splat(
          Splat.Kind.PANIC,
          "Kernel panic - not syncing: x",
          List.of("[    1.000000] Kernel panic - not syncing: x"));

  private static GuestException judge(
      List<Splat> splats,
      Optional<String> shutdown,
      String exit,
      boolean killed,
      boolean emulatedSmp) {
    return new GuestFate(
            "client",
            splats,
            shutdown,
            exit,
            killed,
            "qemu: words",
            Optional.of("`ls`"),
            Optional.empty(),
            emulatedSmp)
        .judge();
  }

  @Test
  void panicIsTheKernelsFault() {
    assertThat(judge(List.of(PANIC), Optional.of("guest-reset"), "exit code 0", false, false))
        .isInstanceOf(GuestCrashedException.class)
        .hasMessageContaining("Kernel panic - not syncing: x")
        .hasMessageContaining("last command: `ls`");
  }

  @Test
  void panicCountsEvenWhenTheHarnessHadToKillTheHungGuest() {
    assertThat(judge(List.of(PANIC), Optional.empty(), "exit code 137 (SIGKILL)", true, false))
        .isInstanceOf(GuestCrashedException.class);
  }

  @Test
  void aCrashKeepsAllThatTheKernelPrintedAndShowsWhatItDiedOf() {
    Splat warning = new Splat(Splat.Kind.WARNING, "WARNING: at f", List.of("[ 0.5] WARNING: at f"));

    assertThat(
            judge(List.of(warning, PANIC), Optional.of("guest-reset"), "exit code 0", false, false))
        .hasMessage(
            "guest \"client\": its kernel died; last command: `ls`\n"
                + "[    1.000000] Kernel panic - not syncing: x")
        .asInstanceOf(type(GuestCrashedException.class))
        .satisfies(
            crash -> {
              assertThat(crash.how()).isEqualTo(How.DIED);
              assertThat(crash.splats()).containsExactly(warning, PANIC);
            });
  }

  @Test
  void aConsoleLogThatBrokeOffIsMentioned() {
    GuestFate fate =
        new GuestFate(
            "client",
            List.of(PANIC),
            Optional.empty(),
            "exit code 0",
            false,
            "",
            Optional.empty(),
            Optional.of("No space left on device"),
            false);

    assertThat(fate.judge())
        .hasMessageContaining("; the log of its console is incomplete: No space left on device");
  }

  @Test
  void poweringOffUnaskedIsACrash() {
    assertThat(judge(List.of(), Optional.of("guest-shutdown"), "exit code 0", false, false))
        .isInstanceOf(GuestCrashedException.class)
        .hasMessageContaining("went down by itself (guest-shutdown)");
  }

  @Test
  void killedQemuIsNotTheKernelsFault() {
    assertThat(judge(List.of(), Optional.empty(), "exit code 137 (SIGKILL)", true, false))
        .isInstanceOf(GuestLostException.class)
        .hasMessageContaining("SIGKILL");
  }

  @Test
  void memoryThatCannotBeReadPointsToTheDisk() {
    assertThat(judge(List.of(), Optional.empty(), "exit code 135 (SIGBUS)", true, false))
        .isInstanceOf(GuestLostException.class)
        .hasMessageContaining("is the disk with the cache, which holds its memory, full?");
  }

  @Test
  void failingQemuSaysWhatItPrinted() {
    assertThat(judge(List.of(), Optional.empty(), "exit code 1", false, false))
        .isInstanceOf(GuestLostException.class)
        .hasMessageContaining("exit code 1")
        .hasMessageContaining("qemu: words");
  }

  @Test
  void int3UnderOldEmulatedSmpIsQemusFault() {
    Splat int3 =
        new Splat(
            Splat.Kind.OOPS,
            "Oops: int3: 0000 [#1]",
            List.of("[    1.000000] Oops: int3: 0000 [#1]"));

    assertThat(judge(List.of(int3), Optional.of("guest-reset"), "exit code 0", false, true))
        .isInstanceOf(GuestLostException.class);
    assertThat(judge(List.of(int3), Optional.of("guest-reset"), "exit code 0", false, false))
        .isInstanceOf(GuestCrashedException.class);
  }
}
