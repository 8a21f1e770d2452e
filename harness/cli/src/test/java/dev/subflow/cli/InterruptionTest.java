// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.subflow.report.RunReport;
import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
final class InterruptionTest {
  @TempDir Path temp;

  @Test
  void theResultsSoFarAreKeptAndTheRestIsInconclusive() throws Exception {
    Process run = start("HandshakeFixture.passes", "WaitingFixture");
    try (BufferedReader out = run.inputReader(StandardCharsets.UTF_8)) {
      readUntil(out, "[2/2] WaitingFixture.waitsForever");

      new ProcessBuilder("kill", "-INT", Long.toString(run.pid())).start().waitFor();

      assertThat(out.lines().collect(Collectors.joining("\n")))
          .containsPattern("PASS +[0-9.]+ s +HandshakeFixture.passes\n")
          .contains("1 pass, 1 inconclusive in ")
          .endsWith("\ninterrupted; what there is: " + temp);
      assertThat(run.waitFor(5, TimeUnit.SECONDS)).isTrue();
      assertThat(run.exitValue()).isEqualTo(130);
    } finally {
      run.destroyForcibly();
    }
    assertThat(RunReport.read(temp).results())
        .extracting(TestResult::id, TestResult::verdict)
        .containsExactly(
            tuple("HandshakeFixture.passes", Verdict.PASS),
            tuple("WaitingFixture.waitsForever", Verdict.INCONCLUSIVE));
    assertThat(temp.resolve("results.json")).content().contains("interrupted before it ended");
  }

  @Test
  void anEndThatHangsDoesNotHoldTheProcess() {
    CountDownLatch never = new CountDownLatch(1);
    AtomicBoolean ran = new AtomicBoolean();

    Interruption.bounded(
        () -> {
          ran.set(true);
          try {
            never.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        },
        Duration.ofMillis(200));

    assertThat(ran).as("it had the time that there is").isTrue();
    never.countDown();
  }

  @Test
  void whatEndsByItselfIsNotInterrupted() {
    AtomicBoolean ran = new AtomicBoolean();
    AtomicBoolean interrupted = new AtomicBoolean();

    assertThat(Interruption.during(() -> ran.set(true), () -> interrupted.set(true))).isTrue();
    assertThat(ran).isTrue();
    assertThat(interrupted).isFalse();
  }

  @Test
  void anExceptionOfTheRunIsThrownAsItIs() {
    IllegalStateException broken = new IllegalStateException("JUnit broke");

    assertThatThrownBy(
            () ->
                Interruption.during(
                    () -> {
                      throw broken;
                    },
                    () -> {}))
        .isSameAs(broken);
  }

  private static void readUntil(BufferedReader out, String line) throws IOException {
    String read = out.readLine();
    while (!line.equals(read)) {
      assertThat(read).as("a line before \"" + line + "\"").isNotNull();
      read = out.readLine();
    }
  }

  private Process start(String first, String second) throws IOException {
    return new ProcessBuilder(
            // A shell's background job, such as a CI's, ignores Ctrl-C, and so would the JVM.
            "env",
            "--default-signal=INT",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "run",
            "--package",
            "dev.subflow.cli.fixture",
            "--no-prepare",
            "--jobs",
            "1",
            "--out",
            temp.toString(),
            first,
            second)
        .redirectErrorStream(true)
        .start();
  }
}
