// SPDX-License-Identifier: Apache-2.0
package dev.subflow.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

final class CommandResultTest {
  private static CommandResult result(
      ExitStatus exit, String stdout, String stderr, boolean timedOut) {
    return new CommandResult(
        "server",
        List.of("ip", "link"),
        exit,
        stdout,
        stderr,
        stdout.length(),
        stderr.length(),
        Duration.ofMillis(12),
        timedOut);
  }

  @Test
  void onlyExitCodeZeroInTimeIsSuccess() {
    assertThat(result(ExitStatus.code(0), "", "", false).isSuccess()).isTrue();
    assertThat(result(ExitStatus.code(1), "", "", false).isSuccess()).isFalse();
    assertThat(result(ExitStatus.signal(0), "", "", false).isSuccess()).isFalse();
    assertThat(result(ExitStatus.code(0), "", "", true).isSuccess()).isFalse();
  }

  @Test
  void describesACommandWithItsOutput() {
    assertThat(result(ExitStatus.code(2), "out\n", "No such device\n", false).describe())
        .isEqualTo(
            """
            `ip link` on server ended with exit code 2 after 12 ms
            --- stdout (4 bytes)
            out
            --- stderr (15 bytes)
            No such device""");
  }

  @Test
  void saysNothingOfStreamsThatStayedEmpty() {
    assertThat(result(ExitStatus.signal(9), "", "", true).describe())
        .isEqualTo("`ip link` on server was killed after its timeout, 12 ms");
  }

  @Test
  void showsHeadAndTailOfALot() {
    String text =
        result(ExitStatus.code(0), "a".repeat(3000) + "b".repeat(3000), "", false).describe();

    assertThat(text)
        .contains("(6000 bytes)", "a".repeat(2000) + "\n[...]\n" + "b".repeat(2000))
        .doesNotContain("a".repeat(2001));
  }

  @Test
  void succeedAndFailSayWhatWasExpected() {
    FixedGuest failing = new FixedGuest(c -> result(ExitStatus.code(1), "", "why", false));
    FixedGuest killed = new FixedGuest(c -> result(ExitStatus.signal(9), "", "", false));
    FixedGuest late = new FixedGuest(c -> result(ExitStatus.code(1), "", "", true));
    FixedGuest working = new FixedGuest(c -> result(ExitStatus.code(0), "", "", false));

    assertThat(failing.fail("x").stderr()).isEqualTo("why");
    assertThat(working.succeed("x").isSuccess()).isTrue();
    assertThatThrownBy(() -> failing.succeed("x"))
        .isInstanceOf(CommandAssertionError.class)
        .hasMessageStartingWith("expected success: `ip link` on server")
        .hasMessageEndingWith("why");
    for (FixedGuest guest : List.of(working, killed, late)) {
      assertThatThrownBy(() -> guest.fail("x"))
          .isInstanceOf(CommandAssertionError.class)
          .hasMessageStartingWith("expected failure: ");
    }
  }

  /** A guest whose commands all end the same way. */
  private record FixedGuest(Function<Command, CommandResult> runner) implements Guest {
    @Override
    public String name() {
      return "server";
    }

    @Override
    public CommandResult run(Command command) {
      return runner.apply(command);
    }

    @Override
    public RunningCommand start(Command command) {
      throw new UnsupportedOperationException();
    }

    @Override
    public GuestFiles files() {
      throw new UnsupportedOperationException();
    }
  }
}
