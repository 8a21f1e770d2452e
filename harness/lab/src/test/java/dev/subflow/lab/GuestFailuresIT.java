// SPDX-License-Identifier: Apache-2.0
package dev.subflow.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.subflow.failure.Splat;
import dev.subflow.guest.Command;
import dev.subflow.guest.CommandResult;
import dev.subflow.guest.GuestCrashedException;
import dev.subflow.guest.GuestLostException;
import dev.subflow.topology.OneHost;
import dev.subflow.vm.Vm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whatever a real guest does, it gets the right verdict in time, with evidence, and leaves nothing
 * behind.
 */
@Timeout(120)
final class GuestFailuresIT {
  private static final Logger log = LoggerFactory.getLogger(GuestFailuresIT.class);
  private static final int FLOOD = 100_000_000;
  private static LabEnvironment environment;

  @TempDir Path evidence;
  private Lab lab;
  private Vm guest;

  @BeforeAll
  static void open() {
    environment = TestLabs.open();
  }

  @AfterAll
  static void close() {
    environment.close();
  }

  @BeforeEach
  void boot() {
    lab = environment.start(new OneHost().topology(), evidence, r -> {});
    guest = lab.guest("host");
  }

  @AfterEach
  void nothingIsLeft() {
    long pid = guest.pid();
    lab.close();
    await("QEMU " + pid + " is gone")
        .until(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
  }

  private static Command sysrq(char key) {
    return Command.shell("echo " + key + " > /proc/sysrq-trigger; sleep 100");
  }

  private String consoleLog() throws IOException {
    return Files.readString(
        evidence.resolve("console-host.log"), java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  @Test
  void panicIsACrashWithItsTrace() throws IOException {
    assertThatThrownBy(() -> guest.run(sysrq('c')))
        .isInstanceOf(GuestCrashedException.class)
        .hasMessageContaining("Kernel panic - not syncing: sysrq triggered crash")
        .hasMessageContaining("sysrq-trigger");

    assertThat(lab.splats()).containsKey("host");
    assertThat(guest.splats()).extracting(Splat::kind).contains(Splat.Kind.PANIC);
    assertThat(consoleLog()).contains("Kernel panic - not syncing");
    assertThatThrownBy(() -> guest.run("true")).isInstanceOf(GuestCrashedException.class);
  }

  @Test
  void poweringOffIsACrash() {
    assertThatThrownBy(() -> guest.run(sysrq('o')))
        .isInstanceOf(GuestCrashedException.class)
        .hasMessageContaining("went down by itself");
  }

  @Test
  void whatBefallsAGuestThatNobodyTalksToIsFound() {
    assertThat(lab.deaths()).isEmpty();
    long begun = System.nanoTime();
    assertThat(lab.readKernelLogs()).isEmpty();
    log.info("reading a kernel log took {} ms", (System.nanoTime() - begun) / 1_000_000);
    assertThat(lab.splats()).isEmpty();
    guest.run(Command.shell("dmesg -n 1; echo '<3>BUG: nobody sees it' >/dev/kmsg"));
    assertThat(guest.splats()).isEmpty();

    assertThat(lab.readKernelLogs()).isEmpty();

    assertThat(lab.splats().get("host"))
        .extracting(Splat::headline)
        .containsExactly("BUG: nobody sees it");
    guest.run(Command.shell("(sleep 0.2; echo b >/proc/sysrq-trigger) >/dev/null 2>&1 &"));
    await("its end").until(() -> !guest.isRunning());
    assertThat(lab.deaths())
        .singleElement()
        .isInstanceOf(GuestCrashedException.class)
        .asString()
        .contains("went down by itself (guest-reset)");
  }

  @Test
  void killedQemuIsInconclusive() {
    ProcessHandle.of(guest.pid()).orElseThrow().destroyForcibly();

    assertThatThrownBy(() -> guest.run("true"))
        .isInstanceOf(GuestLostException.class)
        .hasMessageContaining("QEMU was killed from outside");
  }

  @Test
  void stoppedQemuIsInconclusive() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-STOP", Long.toString(guest.pid())).start().waitFor();

    assertThatThrownBy(() -> guest.run(Command.of("true").timeout(Duration.ofSeconds(1))))
        .isInstanceOf(GuestLostException.class)
        .hasMessageContaining("does not answer");
  }

  @Test
  void commandThatNeverEndsIsKilledAndTheGuestLivesOn() {
    CommandResult result =
        guest.run(Command.of("sleep", "infinity").timeout(Duration.ofSeconds(1)));

    assertThat(result.timedOut()).isTrue();
    assertThat(result.elapsed()).isBetween(Duration.ofMillis(900), Duration.ofSeconds(10));
    assertThat(guest.run("true").isSuccess()).isTrue();
    assertThat(guest.run("pgrep", "sleep").isSuccess()).as("the command is gone").isFalse();
  }

  @Test
  void floodOfOutputIsCountedAndBounded() {
    CommandResult result =
        guest.run(
            Command.shell("head -c " + FLOOD + " /dev/zero; echo end")
                .timeout(Duration.ofSeconds(90)));

    assertThat(result.isSuccess()).as(result.describe()).isTrue();
    assertThat(result.stdoutBytes()).isEqualTo(FLOOD + 4);
    assertThat(result.stdout().length()).isLessThan(8 << 20);
    assertThat(result.stdout()).endsWith("end\n");
  }

  @Test
  void floodOfTheConsoleIsBounded() throws IOException {
    CommandResult result =
        guest.run(
            Command.shell("head -c " + FLOOD + " /dev/urandom > /dev/console")
                .timeout(Duration.ofSeconds(5)));

    assertThat(result.exit()).isNotNull();
    assertThat(guest.run("true").isSuccess()).isTrue();
    assertThat(lab.splats()).isEmpty();
    assertThat(Files.size(evidence.resolve("console-host.log"))).isLessThan(10 << 20);
  }

  @Test
  void garbageOnTheAgentPortIsSkipped() {
    // perl's syscall: pidfd_open(1), then pidfd_getfd for each of the agent's descriptors that is a
    // character device.
    String script =
        "my $p = syscall(434, 1, 0); my $n = 0;"
            + " for my $fd (3..15) { my $f = syscall(438, $p, $fd, 0); next if $f < 0;"
            + " open(my $h, '>&=', $f) or next; next unless -c $h;"
            + " $n += syswrite($h, join('', map { chr(int(rand(256))) } 1..4096)) for 1..4; }"
            + " print $n;";
    CommandResult result = guest.run(Command.of("perl", "-e", script));

    assertThat(Long.parseLong(result.stdout().strip()))
        .as(result.describe())
        .isGreaterThanOrEqualTo(4096);
    assertThat(guest.run("echo", "still here").stdout()).isEqualTo("still here\n");
  }

  @Test
  void garbageAllTheTimeNeverFalsifiesAnAnswer() {
    String script =
        "my $p = syscall(434, 1, 0); my @h;"
            + " for my $fd (3..15) { my $f = syscall(438, $p, $fd, 0); next if $f < 0;"
            + " open(my $h, '>&=', $f) or next; push @h, $h if -c $h; }"
            + " while (1) { syswrite($_, 'garbage' x 500) for @h }";
    guest.start(Command.of("perl", "-e", script));
    try {
      for (int i = 0; i < 20; i++) {
        Command echo = Command.of("echo", "number " + i).timeout(Duration.ofSeconds(5));
        assertThat(guest.succeed(echo).stdout()).isEqualTo("number " + i + "\n");
      }
    } catch (GuestLostException lost) {
      // The garbage tore an answer apart: honest, as long as it is said.
      assertThat(lost).hasMessageContaining("does not answer");
    }
  }
}
