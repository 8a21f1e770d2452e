// SPDX-License-Identifier: Apache-2.0
package dev.subflow.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.cache.DiskAllowance;
import dev.subflow.guest.Command;
import dev.subflow.guest.CommandResult;
import dev.subflow.guest.ExitStatus;
import dev.subflow.guest.GuestCrashedException;
import dev.subflow.guest.UnfinishedCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestEvidenceTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  @TempDir Path temp;
  private TestEvidence evidence;

  @BeforeEach
  void open() {
    evidence = RunDirectory.at(temp).evidence("test");
  }

  @Test
  void aCommandIsNotedSoThatItCanBeRepeated() {
    evidence.command(NOW, result(List.of("sh", "-c", "echo 'it''s'; exit 3"), 3, "it's\n", "oh\n"));

    assertThat(read("commands.log"))
        .contains("client$ sh -c 'echo '\\''it'\\'''\\''s'\\''; exit 3'")
        .contains("  stdout (5 bytes)\n  | it's\n")
        .contains("  stderr (3 bytes)\n  | oh\n")
        .contains("  => exit code 3, 12 ms");
    assertThat(temp.resolve("test/ss.log")).doesNotExist();
  }

  @Test
  void aCommandInFlightWhenItsGuestDiedIsNoted() {
    evidence.unfinished(
        NOW,
        new UnfinishedCommand(
            Command.of("sleep", "100"),
            Duration.ofMillis(12),
            "half a li",
            "",
            new GuestCrashedException(
                "client", GuestCrashedException.How.WENT_DOWN, " (guest-reset)", List.of())));

    assertThat(read("commands.log"))
        .contains("client$ sleep 100\n")
        .contains("  stdout (9 bytes)\n  | half a li\n")
        .contains(
            "  => still running when the guest died: it went down by itself (guest-reset), 12 ms");
  }

  @Test
  void aConsoleLogThatBrokeOffIsNotedOrAtLeastNoFailure() {
    evidence.consoleGap("client", "No space left on device");
    assertThat(read("commands.log"))
        .contains("the log of the console of client is incomplete: No space left on device;");

    evidence.delete();
    evidence.consoleGap("client", "No space left on device");
    assertThat(evidence.directory()).doesNotExist();
  }

  @Test
  void whatSsSaysHasALogOfItsOwn() {
    evidence.command(NOW, result(List.of("/usr/bin/ss", "-iaM"), 0, "ESTAB 0 0 a b\n", ""));

    assertThat(read("ss.log")).contains("client$ /usr/bin/ss -iaM\nESTAB 0 0 a b\n");
    assertThat(read("commands.log")).contains("ESTAB 0 0 a b");
  }

  @Test
  void hostileOutputIsHarmlessAndBounded() {
    evidence.command(
        NOW,
        result(List.of("cat", "\u001b[2J"), 0, "\u001b[31mred\u0007" + "x".repeat(1 << 20), ""));

    assertThat(read("commands.log"))
        .contains("| red\\x07xxx")
        .contains("characters left out")
        .doesNotContain("\u001b")
        .hasSizeLessThan(100_000);
  }

  @Test
  void aLogStopsAtItsLimitAndSaysSo() {
    BoundedFile log = new BoundedFile(temp.resolve("bounded.log"), 100, new DiskAllowance(1000));
    IntStream.range(0, 50).forEach(i -> log.append("entry " + i + "\n"));

    assertThat(readFrom(temp.resolve("bounded.log")))
        .startsWith("entry 0\n")
        .endsWith("[the log has reached its limit of 100 bytes; what follows is not kept]\n")
        .hasSizeLessThan(200);
  }

  @Test
  void logsEndWhereTheRunMayTakeNoMore() {
    DiskAllowance allowance = new DiskAllowance(2000);
    RunDirectory run = RunDirectory.at(temp.resolve("run"), allowance);
    TestEvidence first = run.evidence("first");
    TestEvidence second = run.evidence("second");

    first.text("decoded", "x".repeat(1500));
    second.text("decoded", "y".repeat(1500));
    second.command(NOW, result(List.of("true"), 0, "z".repeat(600), ""));
    second.command(NOW, result(List.of("true"), 0, "small", ""));

    String remark =
        "the evidence of this run has reached its limit of 1 KiB: captures and logs end";
    assertThat(readFrom(first.directory().resolve("decoded"))).hasSize(1500);
    assertThat(readFrom(second.directory().resolve("decoded"))).startsWith("[" + remark);
    assertThat(readFrom(second.directory().resolve("commands.log")))
        .startsWith("[" + remark)
        .doesNotContain("small");
    assertThat(run.notes()).singleElement().asString().startsWith(remark);
    assertThat(RunSummary.of(run, List.of()).notes()).isEqualTo(run.notes());

    first.delete();
    assertThat(second.allows(1500)).as("what was removed is free again").isTrue();
  }

  @Test
  void entriesOfManyThreadsDoNotMix() {
    IntStream.range(0, 200)
        .parallel()
        .forEach(i -> evidence.command(NOW, result(List.of("true", "n" + i), 0, "", "")));

    assertThat(read("commands.log").lines().filter(line -> line.contains("client$ true n")))
        .hasSize(200);
  }

  @Test
  void qemusArgumentsCanBePasted() {
    evidence.qemuArguments("client", List.of("qemu-system-x86_64", "-append", "quiet panic=-1"));

    assertThat(read("qemu-client.args"))
        .isEqualTo("qemu-system-x86_64 \\\n  -append \\\n  'quiet panic=-1'\n");
  }

  @Test
  void filesOfGuestsAndWiresAreInItsFolder() {
    assertThat(evidence.console("../client")).isEqualTo(temp.resolve("test/console-client.log"));
    assertThat(evidence.capture("path1")).isEqualTo(temp.resolve("test/path1.pcapng"));
  }

  private String read(String name) {
    return readFrom(evidence.directory().resolve(name));
  }

  private static String readFrom(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static CommandResult result(List<String> argv, int exit, String stdout, String stderr) {
    return new CommandResult(
        "client",
        argv,
        ExitStatus.code(exit),
        stdout,
        stderr,
        stdout.getBytes(StandardCharsets.UTF_8).length,
        stderr.getBytes(StandardCharsets.UTF_8).length,
        Duration.ofMillis(12),
        false);
  }
}
