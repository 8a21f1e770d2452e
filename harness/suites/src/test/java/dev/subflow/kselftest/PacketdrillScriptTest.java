// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.subflow.ktap.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code packetdrill.sh} with a runner that prints what packetdrill's {@code run_all.py} does. */
@Timeout(60)
final class PacketdrillScriptTest {
  private static final Path SCRIPT =
      Path.of("../../images/selftests/packetdrill.sh").toAbsolutePath().normalize();
  private static final String OK =
      """
      OK   [/opt/selftests/packetdrill/mptcp/dss/a.pkt (ipv4)]
      OK   [/opt/selftests/packetdrill/mptcp/dss/a.pkt (ipv4-mapped-v6)]
      """;
  private static final String FAIL =
      """
      FAIL [/opt/selftests/packetdrill/mptcp/dss/a.pkt (ipv6)]
      stdout:\s
      stderr:\s
      a.pkt:12: error handling packet: live packet field tcp_flags: expected: . got: F
      """;
  private static final String NEXT =
      """
      OK   [/opt/selftests/packetdrill/mptcp/dss/b.pkt (ipv4)]
      """;
  private static final String TRACEBACK =
      """
      Exception in thread Thread-1:
      Traceback (most recent call last):
      FileNotFoundError: [Errno 2] No such file or directory: '/opt/selftests/in_netns.sh'
      """;

  @TempDir Path temp;

  private record Said(int exitCode, String output) {
    List<SubtestResult> results() {
      Slice slice = Slice.whole("dss.sh", List.of(), Duration.ZERO);
      return new Reconciler(slice, output, ScriptEnd.exited(exitCode)).results();
    }
  }

  /** The shell commands take the place of Python's interpreter. */
  private Process start(String commands) throws IOException {
    Path bin = Files.createDirectories(temp.resolve("bin"));
    Path python = Files.writeString(bin.resolve("python3"), "#!/bin/sh\n" + commands + "\n");
    Files.setPosixFilePermissions(python, PosixFilePermissions.fromString("rwxr-xr-x"));
    ProcessBuilder builder =
        new ProcessBuilder("sh", SCRIPT.toString(), "mptcp/dss")
            .directory(temp.toFile())
            .redirectErrorStream(true);
    builder.environment().merge("PATH", bin.toString(), (path, own) -> own + ":" + path);
    return builder.start();
  }

  private Said run(String printed, int exitCode) throws IOException, InterruptedException {
    Files.writeString(temp.resolve("printed"), printed);
    Process process = start("echo \"$@\" >arguments; cat printed; exit " + exitCode);
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(process.waitFor(), output);
  }

  private static String ran(int passing, int failing) {
    return String.format(
        "Ran % 4d tests: % 4d passing, % 4d failing,    0 timed out (0.61 sec): mptcp/dss%n",
        passing + failing, passing, failing);
  }

  @Test
  void whatPassesIsTold() throws IOException, InterruptedException {
    Said said = run(OK + ran(2, 0), 0);

    assertThat(said.exitCode()).isZero();
    assertThat(said.output())
        .isEqualTo("TAP version 13\nok 1 - a.pkt (ipv4)\nok 2 - a.pkt (ipv4-mapped-v6)\n1..2\n");
    assertThat(temp.resolve("arguments"))
        .content()
        .isEqualTo("-u ./packetdrill/run_all.py -P 1 -v -l mptcp/dss\n");
  }

  @Test
  void aFailureHasItsOwnWordsAndNoOtherTests() throws IOException, InterruptedException {
    Said said = run(OK + FAIL + NEXT + FAIL.replace("a.pkt", "b.pkt") + ran(3, 2), 1);

    assertThat(said.exitCode()).isOne();
    assertThat(said.results())
        .extracting(SubtestResult::name, SubtestResult::outcome)
        .containsExactly(
            tuple("a.pkt (ipv4)", Outcome.PASS),
            tuple("a.pkt (ipv4-mapped-v6)", Outcome.PASS),
            tuple("a.pkt (ipv6)", Outcome.FAIL),
            tuple("b.pkt (ipv4)", Outcome.PASS),
            tuple("b.pkt (ipv6)", Outcome.FAIL));
    assertThat(said.results().get(2).message()).contains("a.pkt:12: error handling packet");
    assertThat(said.results().get(4).message())
        .contains("b.pkt:12: error handling packet")
        .doesNotContain("a.pkt");
  }

  @Test
  void aTestThatWasKilledSaysSo() throws IOException, InterruptedException {
    Said said = run(OK + FAIL.replace("FAIL", "KILL") + ran(2, 1), 1);

    assertThat(said.results()).hasSize(3);
    assertThat(said.results().get(2).outcome()).isEqualTo(Outcome.FAIL);
    assertThat(said.results().get(2).message()).startsWith("it took too long and was killed");
  }

  @Test
  void aResultIsToldWhileTheNextTestRuns() throws IOException, InterruptedException {
    Files.writeString(temp.resolve("printed"), OK);
    Process process = start("cat printed; until [ -e go ]; do sleep 0.1; done; exit 1");
    try (BufferedReader output = process.inputReader()) {
      assertThat(output.readLine()).isEqualTo("TAP version 13");
      assertThat(output.readLine()).isEqualTo("ok 1 - a.pkt (ipv4)");
      assertThat(output.readLine()).isEqualTo("ok 2 - a.pkt (ipv4-mapped-v6)");
      Files.createFile(temp.resolve("go"));
      assertThat(output.lines().collect(Collectors.joining("\n"))).contains("the runner broke off");
    } finally {
      process.destroy();
    }
    assertThat(process.waitFor()).isOne();
  }

  @Test
  void aRunnerThatBreaksOffHasNoPlanWhateverItsExitCode() throws IOException, InterruptedException {
    Said said = run(OK + FAIL + TRACEBACK, 0);

    assertThat(said.exitCode()).isOne();
    assertThat(said.results())
        .extracting(SubtestResult::name, SubtestResult::outcome)
        .containsExactly(
            tuple("a.pkt (ipv4)", Outcome.PASS),
            tuple("a.pkt (ipv4-mapped-v6)", Outcome.PASS),
            tuple("a.pkt (ipv6)", Outcome.FAIL),
            tuple("dss.sh", Outcome.CRASH));
    assertThat(said.results().get(3).message())
        .contains("FileNotFoundError", "it told of no tests, and of 3 how they ended");
  }

  @Test
  void aTestWithoutAResultIsMissed() throws IOException, InterruptedException {
    Said said = run(OK + ran(3, 0), 0);

    assertThat(said.exitCode()).isOne();
    assertThat(said.output()).doesNotContain("1..");
  }

  @Test
  void anExitCodeOfTheRunnerIsNotLost() throws IOException, InterruptedException {
    Said said = run(OK + ran(2, 0), 3);

    assertThat(said.exitCode()).isEqualTo(3);
    assertThat(said.results())
        .extracting(SubtestResult::outcome)
        .containsExactly(Outcome.PASS, Outcome.PASS, Outcome.FAIL);
  }

  @Test
  void withoutAnyTestThereIsOneFailure() throws IOException, InterruptedException {
    for (Said said : List.of(run(TRACEBACK, 0), run(ran(0, 0), 0), run("", 127))) {
      assertThat(said.exitCode()).isOne();
      assertThat(said.results()).hasSize(1);
      assertThat(said.results().get(0).outcome()).isEqualTo(Outcome.FAIL);
      assertThat(said.results().get(0).message()).contains("the runner broke off with exit code");
    }
  }
}
