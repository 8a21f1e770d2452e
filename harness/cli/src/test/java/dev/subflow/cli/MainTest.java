// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MainTest {
  @TempDir Path temp;

  @Test
  void helpNamesEveryCommandAndTheExitCodes() {
    CommandLineRun help = CommandLineRun.of("--help");

    assertThat(help.exitCode()).isZero();
    assertThat(help.out())
        .contains("doctor", "setup", "list", "run", "shell", "parse", "kernel", "gc", "history")
        .contains("generate-completion")
        .contains("Exit codes:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"doctor", "setup", "list", "run", "shell", "parse", "kernel", "virtme", "gc"})
  void everyCommandHasHelp(String command) {
    CommandLineRun help = CommandLineRun.of(command, "--help");

    assertThat(help.exitCode()).isZero();
    assertThat(help.out()).startsWith("Usage: subflow " + command);
  }

  @Test
  void aMistypedCommandGetsASuggestion() {
    CommandLineRun run = CommandLineRun.of("dcotor");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("dcotor").contains("doctor").doesNotContain("\tat ");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void noCommandIsBadUsage() {
    CommandLineRun run = CommandLineRun.of();

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("Try: subflow --help");
  }

  @Test
  void anUnknownOptionIsBadUsage() {
    CommandLineRun run = CommandLineRun.of("run", "--kernal", "debian:stable");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--kernal").contains("--kernel").doesNotContain("\tat ");
  }

  @Test
  void aFileThatIsNoKernelIsBadInput() throws Exception {
    Path text = Files.writeString(temp.resolve("notes.txt"), "not a kernel");
    CommandLineRun run = CommandLineRun.of("kernel", "fetch", text.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("notes.txt").doesNotContain("\tat ");
  }

  @Test
  void onlyVerboseShowsWhereAnErrorCameFrom() throws Exception {
    Path text = Files.writeString(temp.resolve("notes.txt"), "not a kernel");

    assertThat(CommandLineRun.of("-v", "kernel", "fetch", text.toString()).err()).contains("\tat ");
    assertThat(CommandLineRun.of("kernel", "fetch", "-v", text.toString()).err()).contains("\tat ");
  }

  @Test
  void aBadSizeIsBadInput() {
    CommandLineRun run = CommandLineRun.of("gc", "--dry-run", "--max-size", "plenty");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("\"plenty\" is not a size such as 500M or 20G");
    assertThat(CommandLineRun.of("gc", "--dry-run", "--max-size", "999999999T").err())
        .contains("\"999999999T\" is more than any disk holds");
  }

  @Test
  void setupOffersOnlyWhatItMinds() {
    assertThat(CommandLineRun.of("setup", "--help").out())
        .contains("--kernel", "--image")
        .doesNotContain("--out", "--accel", "--cold");
  }

  @Test
  void completionKnowsTheCommands() {
    CommandLineRun run = CommandLineRun.of("generate-completion");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("complete -F")
        .contains("ip-mptcp")
        .contains("--kernel")
        .contains("\"shared-lan\" \"two-paths\"")
        .contains("\"auto\" \"kvm\" \"tcg\"");
    assertThat(CommandLineRun.of("generate-completion", "--frob").exitCode()).isEqualTo(2);
  }

  @Test
  void coloursAreForTerminalsThatWantThem() {
    String[] list = {"list", "--package", "dev.subflow.cli.fixture"};

    assertThat(CommandLineRun.of(list).all()).doesNotContain("\u001b");
    assertThat(CommandLineRun.onTerminal(Map.of("TERM", "xterm"), list).out())
        .contains("\u001b[1m");
    assertThat(CommandLineRun.onTerminal(Map.of("TERM", "xterm", "NO_COLOR", "1"), list).out())
        .doesNotContain("\u001b");
    assertThat(CommandLineRun.onTerminal(Map.of("TERM", "dumb"), list).out())
        .doesNotContain("\u001b");
  }
}
