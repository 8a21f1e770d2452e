// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What virtme says and prints without any docker engine. */
final class VirtmeCommandTest {
  @TempDir Path temp;
  private Path tree;

  @BeforeEach
  void makeTree() throws IOException {
    tree = makeTree(temp.resolve("linux"));
  }

  private CommandLineRun run(List<String> arguments) {
    List<String> all = new ArrayList<>(List.of("virtme", "--tree", tree.toString()));
    all.addAll(arguments);
    return CommandLineRun.of(all.toArray(String[]::new));
  }

  static Stream<Arguments> badUsage() {
    return Stream.of(
        bad("which mode?"),
        bad("did you mean auto-normal", "auto-nromal"),
        bad("vm-auto takes one of normal", "vm-auto", "--", "-e", "KASAN"),
        bad("did you mean INPUT_CPUS", "vm-auto", "--input", "CPU=1"),
        bad("it wants a number from 1", "vm-auto", "--input", "CPUS=0"),
        bad("--env wants NAME=VALUE", "vm-auto", "--env", "COMPILER"),
        bad("leave one out", "vm-auto", "--test", "diag.sh", "--exec-run", "/nowhere"),
        bad("/nowhere cannot be read", "vm-auto", "--exec-run", "/nowhere"),
        bad("no checkout of packetdrill", "build", "--packetdrill", "/nowhere"),
        bad(
            "mptcp_join.sh is asked for twice",
            "vm-auto",
            "--test",
            "mptcp_join.sh -f",
            "--test",
            "mptcp_join.sh -s"),
        bad("auto-all tests no single kernel", "auto-all", "--base", "/nowhere"),
        bad("no kernel tree /nowhere: no such folder", "vm-auto", "--base", "/nowhere"),
        bad("needs a terminal", "manual-normal"));
  }

  @Test
  void isNotComparedWithItself() {
    assertThat(run(List.of("vm-auto", "--base", tree.toString())).err())
        .contains("--base is the tree itself");
  }

  /** git takes every code below 128 but 0 and 125 for "bad". */
  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "--judge auto-nromal",
        "--judge make",
        "--judge vm-auto --test a.sh --test b.sh",
        "--judge vm-auto --base /nowhere",
        "--judge vm-auto --no-such-option"
      })
  void whatCannotBeJudgedStopsTheBisection(String words) {
    CommandLineRun run = run(List.of(words.split(" ")));

    assertThat(run.exitCode()).as(run.all()).isEqualTo(128);
    assertThat(run.err()).isNotBlank().doesNotContain("Exception", "\tat ");
  }

  private static Arguments bad(String message, String... arguments) {
    return Arguments.of(message, List.of(arguments));
  }

  @ParameterizedTest(name = "{1}: {0}")
  @MethodSource("badUsage")
  void isRefused(String message, List<String> arguments) {
    CommandLineRun run = run(arguments);

    assertThat(run.exitCode()).as(run.all()).isEqualTo(2);
    assertThat(run.err()).contains(message).doesNotContain("Exception", "\tat ");
  }

  @Test
  void aFolderThatIsNoKernelTreeIsRefused() {
    CommandLineRun run = CommandLineRun.of("virtme", "--tree", temp.toString(), "auto-normal");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("is no kernel tree");
  }

  @Test
  void printsWhatUsersTypeByHand() {
    CommandLineRun run = run(List.of("--privileged", "--print", "manual-normal"));

    assertThat(run.exitCode()).as(run.all()).isZero();
    assertThat(run.out())
        .isEqualTo(
            "docker run -e INPUT_PACKETDRILL_NO_SYNC=1 -v %1$s:%1$s:rw -w %1$s --privileged --rm -it"
                    .formatted(tree)
                + " mptcp/mptcp-upstream-virtme-docker:latest manual-normal\n");
  }

  @Test
  void printsOptionsImageAndArguments() {
    CommandLineRun run =
        run(
            List.of(
                "--print",
                "--accel=tcg",
                "--image=subflow/virtme",
                "--input=CPUS=1",
                "--env=COMPILER=gcc-14",
                "--home=keep",
                "build",
                "--",
                "-e",
                "DEBUG_LOCKDEP"));

    assertThat(run.exitCode()).as(run.all()).isZero();
    assertThat(run.out())
        .startsWith("docker run -e INPUT_CPUS=1 -e COMPILER=gcc-14 ")
        .contains(" -v keep:/root:rw ", " --cap-add SYS_ADMIN --cap-add NET_ADMIN ")
        .doesNotContain("/dev/kvm", "--privileged", "-it")
        .endsWith(" subflow/virtme build normal -e DEBUG_LOCKDEP\n");
  }

  @Test
  void nothingIsWrittenIntoATreeThatIsOnlyLookedAt() throws IOException {
    run(List.of("--print", "--test", "diag.sh", "vm-auto"));

    assertThat(Files.exists(tree.resolve(".virtme-exec-run"))).isFalse();
    assertThat(Files.exists(tree.resolve(".virtme"))).isFalse();
  }

  /** Makes a folder that looks like a kernel tree. */
  static Path makeTree(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("scripts"));
    Files.createDirectories(folder.resolve("net"));
    Path selftests = folder.resolve("tools/testing/selftests/net/mptcp");
    Files.createDirectories(selftests);
    Files.writeString(folder.resolve("Makefile"), "VERSION = 7\n");
    Files.writeString(folder.resolve("Kconfig"), "");
    Files.writeString(folder.resolve("scripts/config"), "");
    Files.writeString(selftests.resolve("config"), "CONFIG_MPTCP=y\n");
    return folder.toRealPath();
  }
}
