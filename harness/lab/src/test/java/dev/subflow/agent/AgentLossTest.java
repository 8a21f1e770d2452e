// SPDX-License-Identifier: Apache-2.0
package dev.subflow.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.subflow.guest.Command;
import dev.subflow.guest.CommandResult;
import dev.subflow.guest.GuestCrashedException;
import dev.subflow.guest.GuestCrashedException.How;
import dev.subflow.guest.GuestException;
import dev.subflow.guest.GuestLostException;
import dev.subflow.guest.GuestUnresponsiveException;
import dev.subflow.guest.RunningCommand;
import dev.subflow.guest.UnfinishedCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is said when the agent, or what is below it, goes away. */
@Timeout(60)
final class AgentLossTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @Test
  void theHandshakeSaysWhoAnswers() {
    try (HostAgent agent = HostAgent.connect(CommandListener.NONE, new byte[0])) {
      AgentHello hello = agent.client().handshake(LIMIT);

      assertThat(hello.kernelRelease()).isEqualTo(System.getProperty("os.version"));
      assertThat(hello.garbageBytes()).isZero();
    }
  }

  @Test
  void anAgentThatReadGarbageStillAnswers() {
    byte[] garbage = "\u00f5SF\u00fa kernel noise\n".repeat(10_000).getBytes(UTF_8);
    try (HostAgent agent = HostAgent.connect(CommandListener.NONE, garbage)) {
      agent.client().handshake(LIMIT);

      assertThat(agent.client().run(Command.of("true")).isSuccess()).isTrue();
    }
  }

  @Test
  void aNewSessionKillsWhatTheLastOneLeft() {
    try (HostAgent agent = HostAgent.start(CommandListener.NONE)) {
      RunningCommand sleep = agent.client().start(Command.shell("echo $$; sleep 1000"));
      await("pid").until(() -> !sleep.stdout().isEmpty());
      long pid = Long.parseLong(sleep.stdout().trim());

      agent.client().handshake(LIMIT);

      await("the old command is gone").until(() -> ProcessHandle.of(pid).isEmpty());
      assertThat(agent.client().run(Command.of("true")).isSuccess()).isTrue();
    }
  }

  @Test
  void evidenceThatCannotBeWrittenEndsTheWaitAtOnce() {
    CommandListener full =
        new CommandListener() {
          @Override
          public void ended(Command command, CommandResult result) {
            throw new UncheckedIOException(new IOException("No space left on device"));
          }
        };
    try (HostAgent agent = HostAgent.start(full)) {
      long begun = System.nanoTime();

      assertThatThrownBy(() -> agent.client().run(Command.of("true").timeout(LIMIT)))
          .isInstanceOf(GuestLostException.class)
          .hasRootCauseMessage("No space left on device");
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LIMIT);
    }
  }

  @Test
  void anAgentThatStopsAnsweringIsLostAfterTheKillFails() throws Exception {
    try (HostAgent agent = HostAgent.start(CommandListener.NONE)) {
      new ProcessBuilder("kill", "-STOP", String.valueOf(agent.process().pid())).start().waitFor();

      assertThatThrownBy(
              () -> agent.client().run(Command.of("true").timeout(Duration.ofMillis(100))))
          .isInstanceOf(GuestUnresponsiveException.class)
          .hasMessageContaining("guest \"host\": the agent does not answer: `true` timed out");
      assertThatThrownBy(() -> agent.client().run(Command.of("true")))
          .as("from then on every call fails with the same reason")
          .isInstanceOf(GuestLostException.class)
          .hasMessageContaining("does not answer");
      agent.kill();
    }
  }

  @Test
  void anAgentThatRunsGivesASignOfLifeAndOneThatIsStoppedNone() throws Exception {
    try (HostAgent agent = HostAgent.start(CommandListener.NONE)) {
      assertThat(agent.client().ping(LIMIT)).isTrue();

      new ProcessBuilder("kill", "-STOP", String.valueOf(agent.process().pid())).start().waitFor();

      assertThat(agent.client().ping(Duration.ofMillis(100))).isFalse();
      assertThat(agent.client().lost()).as("that is for others to judge").isEmpty();
      agent.kill();
    }
  }

  @Test
  void anAgentThatDiesIsToldFromOneThatIsSilent() {
    try (HostAgent agent = HostAgent.start(CommandListener.NONE)) {
      RunningCommand sleep = agent.client().start(Command.of("sleep", "1000"));
      agent.kill();

      assertThatThrownBy(() -> sleep.await(LIMIT))
          .isExactlyInstanceOf(GuestLostException.class)
          .hasMessageContaining("its agent channel ended");
    }
  }

  @Test
  void theOwnersReasonWinsOverWhatTheChannelSaw() {
    try (HostAgent agent = HostAgent.start(CommandListener.NONE)) {
      GuestException panic = new GuestCrashedException("host", How.DIED, "", List.of());
      CompletableFuture<CommandResult> pending =
          CompletableFuture.supplyAsync(() -> agent.client().run(Command.of("sleep", "1000")));
      await("it runs").until(() -> agent.client().lastCommand().isPresent());
      agent.kill();

      agent.client().abort(panic);

      assertThatThrownBy(pending::join).hasCause(panic);
      assertThatThrownBy(() -> agent.client().files().get("/etc/passwd")).isSameAs(panic);
      assertThatThrownBy(() -> agent.client().start(Command.of("true"))).isSameAs(panic);
      assertThat(agent.client().lost()).contains(panic);
    }
  }

  /**
   * Between the end of the channel and the word of whoever watches the machine there is a moment.
   */
  @Test
  void commandAfterTheEndWaitsForTheOwnersReason() {
    try (HostAgent agent = HostAgent.start(CommandListener.NONE)) {
      GuestException killed = new GuestLostException("host", "QEMU was killed from outside");
      agent.kill();
      await("nobody has told why")
          .during(Duration.ofMillis(300))
          .until(() -> agent.client().lost().isEmpty());
      CompletableFuture<CommandResult> late =
          CompletableFuture.supplyAsync(() -> agent.client().run(Command.of("true")));
      await("it waits").during(Duration.ofMillis(300)).until(() -> !late.isDone());

      agent.client().abort(killed);

      assertThatThrownBy(late::join).hasCause(killed);
    }
  }

  @Test
  void theListenerHearsOfEveryCommand() {
    List<String> heard = new CopyOnWriteArrayList<>();
    CommandListener listener =
        new CommandListener() {
          @Override
          public void started(Command command) {
            heard.add("started " + command.argv());
          }

          @Override
          public void ended(Command command, CommandResult result) {
            heard.add("ended " + command.argv() + " " + result.exit());
          }

          @Override
          public void failed(UnfinishedCommand command) {
            heard.add("failed " + command.command().argv());
          }
        };
    try (HostAgent agent = HostAgent.start(listener)) {
      agent.client().run(Command.of("false"));
      assertThatThrownBy(() -> agent.client().run(Command.of("no-such-program")))
          .isInstanceOf(GuestException.class);
      RunningCommand sleep = agent.client().start(Command.of("sleep", "1000"));
      agent.client().abort(new GuestCrashedException("host", How.DIED, "", List.of()));
      sleep.close();
    }

    assertThat(heard)
        .containsExactly(
            "started [false]",
            "ended [false] exit code 1",
            "started [no-such-program]",
            "failed [no-such-program]",
            "started [sleep, 1000]",
            "failed [sleep, 1000]");
  }
}
