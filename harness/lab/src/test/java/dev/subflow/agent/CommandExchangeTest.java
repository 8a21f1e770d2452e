// SPDX-License-Identifier: Apache-2.0
package dev.subflow.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.UsageException;
import dev.subflow.guest.Command;
import dev.subflow.guest.CommandResult;
import dev.subflow.guest.CommandStartException;
import dev.subflow.guest.ExitStatus;
import dev.subflow.guest.GuestException;
import dev.subflow.guest.GuestLostException;
import dev.subflow.guest.UnfinishedCommand;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Answers to a {@link CommandExchange} and to a {@link ConfigureCall}. */
@Timeout(60)
final class CommandExchangeTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir private Path folder;
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final CommandListener listener =
      new CommandListener() {
        @Override
        public void started(Command command) {
          told.add("started " + command.argv());
        }

        @Override
        public void ended(Command command, CommandResult result) {
          told.add("ended " + result.exit());
        }

        @Override
        public void failed(UnfinishedCommand command) {
          told.add("failed " + command.why().getMessage());
        }
      };

  private ScriptedAgent agent;

  @BeforeEach
  void start() {
    agent = ScriptedAgent.start(folder);
  }

  @AfterEach
  void stop() {
    agent.close();
  }

  private CommandExchange begin(Command command) {
    return CommandExchange.begin(agent.link(), listener, command, command.stdin().length > 0);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private void exit(int id, boolean signalled, int value) {
    agent.answer(
        FrameType.EXIT,
        id,
        ByteBuffer.allocate(5).put((byte) (signalled ? 1 : 0)).putInt(value).array());
  }

  @Test
  void outputAndExitBecomeTheResult() {
    CommandExchange exchange = begin(Command.of("ls", "-l").outputLimit(1000));
    int id = agent.next().id();
    agent.answer(FrameType.STARTED, id, 7);
    agent.answer(FrameType.STDOUT, id, bytes("out"));
    agent.answer(FrameType.STDERR, id, bytes("err"));
    exit(id, true, 9);
    CommandResult result = exchange.await(LIMIT);

    assertThat(result.exit()).isEqualTo(ExitStatus.signal(9));
    assertThat(result.stdout()).isEqualTo("out");
    assertThat(result.stderr()).isEqualTo("err");
    assertThat(exchange.isRunning()).isFalse();
    assertThat(exchange.result()).contains(result);
    assertThat(told).containsExactly("started [ls, -l]", "ended " + ExitStatus.signal(9));
  }

  @Test
  void aRefusalIsNoExit() {
    CommandExchange exchange = begin(Command.of("nope"));
    agent.refuse(agent.next().id(), 2, "nope: No such file or directory");

    assertThat(catchThrowable(() -> exchange.await(LIMIT)))
        .isInstanceOf(CommandStartException.class)
        .hasMessageContaining("nope: No such file or directory");
    assertThat(catchThrowable(exchange::awaitStart)).isInstanceOf(CommandStartException.class);
    assertThat(told).hasSize(2).last().asString().startsWith("failed");
  }

  @Test
  void inputIsFedWithinItsWindowAndThenEnds() {
    CommandExchange exchange = begin(Command.of("cat").stdin("hello"));
    CompletableFuture<CommandResult> run = CompletableFuture.supplyAsync(exchange::runToEnd);
    int id = agent.next().id();
    Frame input = agent.next();

    assertThat(input.payload()).isEqualTo(bytes("hello"));
    assertThat(agent.next().type()).isEqualTo(FrameType.INPUT_END);
    exit(id, false, 0);
    assertThat(run.join().isSuccess()).isTrue();
  }

  @Test
  void aCommandThatTakesTooLongIsKilledAndSaysSo() {
    CommandExchange exchange = begin(Command.of("sleep", "9"));
    CompletableFuture<CommandResult> result =
        CompletableFuture.supplyAsync(() -> exchange.await(Duration.ofMillis(1)));
    int id = agent.next().id();
    Frame signal = agent.next();
    assertThat(signal.type()).isEqualTo(FrameType.SIGNAL);
    assertThat(ByteBuffer.wrap(signal.payload()).getInt()).isEqualTo(9);
    exit(id, true, 9);

    assertThat(result.join().timedOut()).isTrue();
  }

  @Test
  void afterItsEndACommandIsToldNothing() {
    CommandExchange exchange = begin(Command.of("true"));
    int id = agent.next().id();
    exit(id, false, 0);
    assertThat(exchange.await(LIMIT).isSuccess()).isTrue();

    exchange.signal(15);
    exchange.closeStdin();
    exchange.resize(80, 25);
    exchange.close();
    agent.link().send(Requests.close(id));
    assertThat(agent.next().type()).as("the first frame after it").isEqualTo(FrameType.CLOSE);
  }

  @Test
  void whatACommandHadPrintedWhenItsGuestDiedIsTold() {
    List<UnfinishedCommand> unfinished = new CopyOnWriteArrayList<>();
    CommandListener keeping =
        new CommandListener() {
          @Override
          public void failed(UnfinishedCommand command) {
            unfinished.add(command);
            throw new IllegalStateException("the disk is full");
          }
        };
    GuestException death = new GuestLostException("client", "QEMU was killed");
    CommandExchange first = CommandExchange.begin(agent.link(), keeping, Command.of("ls"), false);
    int id = agent.next().id();
    CommandExchange second = CommandExchange.begin(agent.link(), keeping, Command.of("ps"), false);
    agent.answer(FrameType.STDOUT, id, bytes("half a "));
    await("output").until(() -> !first.stdout().isEmpty());
    agent.link().fail(death);

    assertThat(catchThrowable(() -> first.await(LIMIT))).isSameAs(death);
    assertThat(catchThrowable(() -> second.await(LIMIT))).isSameAs(death);
    assertThat(unfinished).extracting(u -> u.command().argv().get(0)).contains("ls", "ps");
    assertThat(unfinished).extracting(UnfinishedCommand::stdout).contains("half a ", "");
    assertThat(unfinished.get(0).describe())
        .isEqualTo("still running when the guest was gone: QEMU was killed");
    assertThat(death.getSuppressed()).as("the evidence's failure is kept").hasSize(2);
  }

  @Test
  void aLostGuestEndsTheWait() {
    CommandExchange exchange = begin(Command.of("true"));
    agent.link().fail(new GuestLostException("client", "its kernel died"));

    assertThat(catchThrowable(() -> exchange.await(LIMIT)))
        .isInstanceOf(GuestLostException.class)
        .hasMessageContaining("its kernel died");
    exchange.close();
    assertThat(told).last().asString().contains("its kernel died");
  }

  private CompletableFuture<Throwable> configure() {
    GuestConfiguration configuration =
        GuestConfiguration.builder().hostname("client").sysctl("net.x", "1").build();
    return CompletableFuture.supplyAsync(
        () -> catchThrowable(() -> ConfigureCall.run(agent.link(), configuration, LIMIT)));
  }

  @Test
  void aConfigurationWithoutAnAnswerOfFailuresIsDone() {
    CompletableFuture<Throwable> call = configure();
    agent.answer(FrameType.DONE, agent.next().id(), new byte[0]);

    assertThat(call.join()).isNull();
  }

  @Test
  void sysctlsThatAloneFailAreTheTopologysFault() {
    CompletableFuture<Throwable> call = configure();
    Frame request = agent.next();
    String[] lines = new String(request.payload(), StandardCharsets.UTF_8).split("\n", -1);
    assertThat(lines).hasSize(2);
    agent.answer(FrameType.DONE, request.id(), bytes("2\t2\tNo such file or directory\n"));

    assertThat(call.join())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("guest \"client\": 1 of 2 settings failed:")
        .hasMessageContaining(lines[1] + "\n    No such file or directory");
  }

  @Test
  void aLineThatWasNeverSentIsTheHarnesssFault() {
    CompletableFuture<Throwable> call = configure();
    agent.answer(FrameType.DONE, agent.next().id(), bytes("3\t2\tno\n"));

    assertThat(call.join())
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("(line 3)");
  }

  @Test
  void anAgentThatRefusesTheWholeSaysWhy() {
    CompletableFuture<Throwable> call = configure();
    agent.refuse(agent.next().id(), 22, "not as PID 1");

    assertThat(call.join())
        .isInstanceOf(InfrastructureException.class)
        .hasMessage("guest \"client\": its agent cannot set it up: not as PID 1");
  }
}
