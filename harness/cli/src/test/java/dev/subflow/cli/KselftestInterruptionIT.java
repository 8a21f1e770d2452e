// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.subflow.report.RunReport;
import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
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

/** Interrupts selftests in the middle of a script, in a JVM of its own. */
@Timeout(300)
final class KselftestInterruptionIT {
  @TempDir Path temp;

  @Test
  void subtestsThatEndedAreReported() throws IOException, InterruptedException {
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
                    "kselftest",
                    "hangs",
                    "--folder=broken",
                    "--despite-config",
                    "--tree="
                        + Home.find().resolve("harness/suites/src/test/resources/trees/broken"),
                    "--out=" + out))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      await("the second subtest")
          .atMost(Duration.ofSeconds(200))
          .failFast("it ended", () -> !process.isAlive())
          .until(
              () -> Files.readString(output, StandardCharsets.UTF_8).contains("hangs.sh: second"));
      process.destroy();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("it ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(Files.readString(output, StandardCharsets.UTF_8))
        .contains("interrupted; what there is: ");
    assertThat(out.resolve("results.json")).exists();
    assertThat(RunReport.read(out).results())
        .extracting(TestResult::id, TestResult::verdict)
        .containsExactly(
            tuple("hangs.sh:first", Verdict.PASS), tuple("hangs.sh:second", Verdict.INCONCLUSIVE));
  }
}
