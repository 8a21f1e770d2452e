// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.guest.Command;
import dev.subflow.guest.CommandResult;
import dev.subflow.guest.ExitStatus;
import dev.subflow.guest.Guest;
import dev.subflow.guest.GuestFiles;
import dev.subflow.guest.RunningCommand;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JoinNamesTest {
  private static final String SAID =
      """
      subflow-subtest no JOIN
      subflow-subtest single subflow
      TAP version 13
      """;

  /** A guest in which every command ends in the same way. */
  private record Ending(ExitStatus exit, boolean timedOut) implements Guest {
    @Override
    public String name() {
      return "guest";
    }

    @Override
    public CommandResult run(Command command) {
      return new CommandResult(
          name(),
          command.argv(),
          exit,
          SAID,
          "",
          SAID.length(),
          0,
          Duration.ofSeconds(5),
          timedOut);
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

  private static List<String> listed(ExitStatus exit, boolean timedOut) {
    return JoinNames.list(new Ending(exit, timedOut), "/opt/selftests/net/mptcp");
  }

  @Test
  void namesAreThoseThatTheScriptSays() {
    assertThat(listed(ExitStatus.code(0), false)).containsExactly("no JOIN", "single subflow");
  }

  @Test
  void aListThatWasCutShortIsNone() {
    assertThat(listed(ExitStatus.signal(9), true)).as("out of time").isEmpty();
    assertThat(listed(ExitStatus.code(1), false)).as("another script").isEmpty();
  }
}
