// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.subflow.lab.Lab;
import dev.subflow.lab.LabEnvironment;
import dev.subflow.topology.OneHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Shells in real guests. */
@Timeout(300)
final class ShellIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String PROMPT = "host:~# ";

  @TempDir Path temp;

  @Test
  void aScriptRunsInTheGuestAndItsStreamsAreKeptApart() throws IOException {
    CommandLineRun run =
        shell("hostname; cat /proc/sys/net/mptcp/enabled; echo trouble >&2; cat", "shared-lan");

    assertThat(run.exitCode()).as(run.all()).isZero();
    assertThat(run.out()).isEqualTo("client\n1\n");
    assertThat(run.err()).contains("\ntrouble\n").contains("Evidence: " + temp);
    assertThat(temp.resolve("shell/boot-server.log")).isNotEmptyFile();
    assertThat(Files.readString(temp.resolve("shell/commands.log"))).contains("client$ /bin/sh -s");
  }

  @Test
  void aKernelThatDiesUnderTheShellIsACrash() {
    CommandLineRun run = shell("echo c > /proc/sysrq-trigger\n", "one-host");

    assertThat(run.exitCode()).as(run.all()).isEqualTo(1);
    assertThat(run.err())
        .contains("Kernel panic - not syncing: sysrq triggered crash")
        .doesNotContain("\tat ");
  }

  @Test
  void aTerminalInTheGuestIsARealOne() throws IOException {
    try (LabEnvironment environment =
            LabEnvironment.open(new GuestOptions().settings(Home.find()));
        Lab lab = environment.start(new OneHost().topology(), temp, result -> {});
        Keyboard keyboard = Keyboard.open(91, 33)) {
      GuestShells shells = new GuestShells(lab.topology(), lab::guest, keyboard.terminal());
      CompletableFuture<Void> user =
          CompletableFuture.runAsync(() -> shells.serve(Optional.empty()));

      see(keyboard, PROMPT);
      keyboard.type("tty; stty size; sleep 1000\r");
      see(keyboard, "/dev/pts/0\r\n33 91\r\n");
      // Before sleep runs there is nothing for Ctrl-C to interrupt.
      await("sleep runs")
          .atMost(SOON)
          .until(() -> lab.guest("host").run("pgrep", "sleep").isSuccess());
      keyboard.type("\u0003");
      see(keyboard, "^C");
      keyboard.type("false || echo interrupted; exit\r");
      see(keyboard, "\rinterrupted\r\n");
      user.orTimeout(30, java.util.concurrent.TimeUnit.SECONDS).join();
      shells.close();

      assertThat(lab.guest("host").run("pgrep", "sleep").isSuccess()).isFalse();
    }
  }

  private static void see(Keyboard keyboard, String text) {
    await("\"" + text + "\" on the screen")
        .atMost(SOON)
        .until(() -> keyboard.screen().contains(text));
  }

  private CommandLineRun shell(String script, String topology) {
    String guest = topology.equals("one-host") ? "host" : "client";
    return CommandLineRun.withInput(
        script, "shell", guest, "--topology", topology, "--out", temp.toString());
  }
}
