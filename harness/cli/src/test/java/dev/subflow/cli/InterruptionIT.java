// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.subflow.report.RunReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Interrupts a run with guests, in a JVM of its own. */
@Timeout(300)
final class InterruptionIT {
  @TempDir Path temp;

  @Test
  void whatThereIsIsShown() throws IOException, InterruptedException {
    Path out = temp.resolve("out");
    Path output = temp.resolve("output");
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    "-Dsubflow.home=" + Home.find(),
                    "dev.subflow.cli.Main",
                    "run",
                    "GuestsFixture.isPristine",
                    "--package=dev.subflow.cli.guests",
                    "--no-prepare",
                    "--repeat=100000",
                    "--jobs=2",
                    "--seed=42",
                    "--out=" + out))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      await("first results")
          .atMost(Duration.ofSeconds(200))
          .failFast("it ended", () -> !process.isAlive())
          .until(() -> RunReport.read(out).results().size() > 2);
      process.destroy();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("it ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    String text = Files.readString(output, StandardCharsets.UTF_8);
    assertThat(text)
        .containsPattern("RUNS +PASS +FAIL")
        .containsPattern("\\d+ +\\d+ +0 +0 +0 .*GuestsFixture.isPristine\n")
        .contains("seed 42")
        .contains("interrupted; what there is: ");
    assertThat(out.resolve("results.json")).exists();
    assertThat(RunReport.read(out).exitCode()).isZero();
  }
}
