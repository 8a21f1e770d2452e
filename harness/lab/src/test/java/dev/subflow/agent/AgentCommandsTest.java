// SPDX-License-Identifier: Apache-2.0
package dev.subflow.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.subflow.guest.Command;
import dev.subflow.guest.CommandResult;
import dev.subflow.guest.CommandStartException;
import dev.subflow.guest.ExitStatus;
import dev.subflow.guest.RunningCommand;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands through the real agent, on this machine. */
@Timeout(60)
final class AgentCommandsTest {
  private static HostAgent agent;
  private static AgentClient client;

  @BeforeAll
  static void start() {
    agent = HostAgent.start(CommandListener.NONE);
    client = agent.client();
  }

  @AfterAll
  static void stop() {
    if (agent != null) {
      agent.close();
    }
  }

  private static CommandResult shell(String script) {
    return client.run(Command.shell(script));
  }

  @Test
  void streamsAndExitCodeAreKeptApart() {
    CommandResult result = shell("echo out; echo err >&2; exit 7");

    assertThat(result.stdout()).isEqualTo("out\n");
    assertThat(result.stderr()).isEqualTo("err\n");
    assertThat(result.exit()).isEqualTo(ExitStatus.code(7));
    assertThat(result.guest()).isEqualTo("host");
    assertThat(result.timedOut()).isFalse();
  }

  @Test
  void argumentsNeedNoQuoting() {
    CommandResult result = client.run(Command.of("printf", "[%s]", "a b", "", "$HOME", "ü\n"));

    assertThat(result.stdout()).isEqualTo("[a b][][$HOME][ü\n]");
  }

  @Test
  void aSignalIsToldFromAnExitCode() {
    assertThat(shell("kill -TERM $$").exit()).isEqualTo(ExitStatus.signal(15));
  }

  @Test
  void environmentAndDirectoryAreTheCommandsOwn(@TempDir Path directory) {
    CommandResult result =
        client.run(
            Command.shell("pwd; echo $A/$HOME/$TERM").env("A", "x=y").in(directory.toString()));

    assertThat(result.stdout()).isEqualTo(directory + "\nx=y//root/dumb\n");
  }

  @Test
  void inputIsReadToItsEnd() {
    byte[] input = "line\n".repeat(200_000).getBytes(UTF_8);

    assertThat(client.run(Command.of("wc", "-c").stdin(input)).stdout().trim())
        .isEqualTo(String.valueOf(input.length));
  }

  @Test
  void inputThatNobodyReadsDoesNotHang() {
    byte[] input = new byte[1 << 20];

    CommandResult result = client.run(Command.of("true").stdin(input));

    assertThat(result.isSuccess()).isTrue();
  }

  @Test
  void withoutInputTheCommandReadsNothing() {
    assertThat(client.run(Command.of("cat")).stdout()).isEmpty();
  }

  @Test
  void aMissingProgramIsNamedWithThePath() {
    assertThatThrownBy(() -> client.run(Command.of("no-such-program")))
        .isInstanceOf(CommandStartException.class)
        .hasMessageContaining("no program \"no-such-program\" in PATH /opt/subflow/bin:")
        .extracting(e -> ((CommandStartException) e).errno())
        .isEqualTo(2);
  }

  @Test
  void whatCannotBeEnteredIsNamed() {
    assertThatThrownBy(() -> client.run(Command.of("true").in("/no/such/dir")))
        .isInstanceOf(CommandStartException.class)
        .hasMessageContaining("/no/such/dir");
    assertThatThrownBy(() -> client.run(Command.of("true").inNetns("nowhere")))
        .isInstanceOf(CommandStartException.class)
        .hasMessageContaining("network namespace \"nowhere\"");
    assertThatThrownBy(() -> client.run(Command.of("/etc/passwd")))
        .isInstanceOf(CommandStartException.class)
        .hasMessageContaining("executing /etc/passwd: Permission denied");
  }

  @Test
  void aCommandThatNeverEndsIsKilledAfterItsTimeout() {
    CommandResult result =
        client.run(Command.shell("echo begun; sleep 1000").timeout(Duration.ofMillis(300)));

    assertThat(result.timedOut()).isTrue();
    assertThat(result.exit()).isEqualTo(ExitStatus.signal(9));
    assertThat(result.stdout()).isEqualTo("begun\n");
    assertThat(result.elapsed()).isBetween(Duration.ofMillis(300), Duration.ofSeconds(5));
  }

  @Test
  void childrenThatKeepThePipesDoNotHoldUpTheEnd() {
    CommandResult result = shell("sleep 1000 & echo $!; exit 3");

    assertThat(result.exit()).isEqualTo(ExitStatus.code(3));
    assertThat(result.elapsed()).isLessThan(Duration.ofSeconds(5));
    long child = Long.parseLong(result.stdout().trim());
    assertThat(ProcessHandle.of(child)).as("the child lives on").isPresent();
    shell("kill " + child);
  }

  @Test
  void aFloodIsCountedAndKeptInPart() {
    CommandResult result =
        client.run(
            Command.shell("echo first; head -c 100000000 /dev/zero | tr '\\0' x; echo; echo last")
                .outputLimit(1000));

    assertThat(result.stdoutBytes()).isEqualTo(100_000_012L);
    assertThat(result.stdout()).startsWith("first\nxxx").endsWith("xxx\nlast\n");
    assertThat(result.stdout()).contains("99999012 bytes left out").hasSizeLessThan(1100);
  }

  @Test
  void aFloodDoesNotStarveOthers() {
    try (RunningCommand flood = client.start(Command.of("cat", "/dev/zero").outputLimit(100))) {
      for (int i = 0; i < 20; i++) {
        assertThat(client.run(Command.of("true").timeout(Duration.ofSeconds(5))).isSuccess())
            .isTrue();
      }
      assertThat(flood.isRunning()).isTrue();
    }
  }

  @Test
  void manyCommandsRunAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(50);
    try {
      List<CompletableFuture<String>> outputs =
          IntStream.range(0, 200)
              .mapToObj(
                  i -> CompletableFuture.supplyAsync(() -> shell("echo " + i).stdout(), threads))
              .toList();
      for (int i = 0; i < outputs.size(); i++) {
        assertThat(outputs.get(i).get()).isEqualTo(i + "\n");
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aStartedCommandIsSpokenTo() {
    try (RunningCommand cat = client.start(Command.of("cat").stdin("a"))) {
      cat.write("b".getBytes(UTF_8));
      await("echo").until(() -> cat.stdout().equals("ab"));
      assertThat(cat.result()).isEmpty();
      cat.closeStdin();
      assertThat(cat.await(Duration.ofSeconds(10)).isSuccess()).isTrue();
      assertThat(cat.isRunning()).isFalse();
    }
  }

  @Test
  void aSignalReachesTheWholeGroup() {
    try (RunningCommand group = client.start(Command.shell("sleep 1000 | sleep 1000"))) {
      group.signal(15);
      assertThat(group.await(Duration.ofSeconds(10)).exit()).isEqualTo(ExitStatus.signal(15));
    }
  }

  @Test
  void closingKills() {
    RunningCommand sleep = client.start(Command.of("sleep", "1000"));

    sleep.close();

    assertThat(sleep.result().orElseThrow().exit()).isEqualTo(ExitStatus.signal(9));
  }

  @Test
  void aTerminalHasASizeAndCanBeResized() {
    Command command = Command.shell("stty size; read x; stty size; tty").terminal(100, 30);
    try (RunningCommand terminal = client.start(command)) {
      await("first size").until(() -> terminal.stdout().contains("30 100"));
      terminal.resize(50, 20);
      terminal.write("\n".getBytes(UTF_8));
      CommandResult result = terminal.await(Duration.ofSeconds(10));
      assertThat(result.stdout()).contains("20 50").contains("/dev/pts/");
      assertThat(result.stderr()).isEmpty();
    }
  }

  @Test
  void ctrlCInterruptsWhatRunsOnATerminal() {
    try (RunningCommand sleep = client.start(Command.of("sleep", "1000").terminal(80, 24))) {
      sleep.write(new byte[] {3});
      assertThat(sleep.await(Duration.ofSeconds(10)).exit()).isEqualTo(ExitStatus.signal(2));
    }
  }

  @Test
  void theEndOfInputOnATerminalIsCtrlD() {
    CommandResult result = client.run(Command.of("cat").stdin("hello\n").terminal(80, 24));

    assertThat(result.isSuccess()).as(result.describe()).isTrue();
    assertThat(result.stdout()).contains("hello");
  }

  @Test
  void requestsMayBeLongerThanAFrame() {
    List<String> words = IntStream.range(0, 30_000).mapToObj(i -> "word" + i).toList();
    String[] argv = new String[words.size() + 2];
    argv[0] = "printf";
    argv[1] = "%s\n";
    for (int i = 0; i < words.size(); i++) {
      argv[i + 2] = words.get(i);
    }

    assertThat(client.run(Command.of(argv)).stdout().lines()).containsExactlyElementsOf(words);
  }

  @Test
  void theLastCommandIsRemembered() {
    client.run(Command.of("echo", "remember", "me"));

    assertThat(client.lastCommand().orElseThrow().toLowerCase(Locale.ROOT))
        .isEqualTo("echo remember me");
  }

  @Test
  void outputIsFollowedAsItComes() {
    ByteArrayOutputStream seen = new ByteArrayOutputStream();
    ByteArrayOutputStream later = new ByteArrayOutputStream();
    try (RunningCommand cat = client.start(Command.of("cat"))) {
      cat.write("before ".getBytes(UTF_8));
      await("the first output").until(() -> cat.stdout().equals("before "));
      cat.follow(seen::writeBytes, bytes -> {});
      cat.write("after".getBytes(UTF_8));
      await("all output").until(() -> seen.toString(UTF_8).equals("before after"));

      cat.follow(later::writeBytes, bytes -> {});
      cat.write("!".getBytes(UTF_8));
      await("the later output").until(() -> later.size() > 0);
    }

    assertThat(seen.toString(UTF_8)).isEqualTo("before after");
    assertThat(later.toString(UTF_8)).isEqualTo("!");
  }
}
