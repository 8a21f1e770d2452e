// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.ktap.Outcome;
import dev.subflow.report.RunSummary;
import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RunPrinterTest {
  private static String printed(TestResult... results) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new RunPrinter(new PrintStream(out, true, StandardCharsets.UTF_8), new Style(false))
        .print(
            new RunSummary("run", List.of(results)),
            List.of(),
            Path.of("/e"),
            Duration.ofMillis(1));
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void anOutcomeAndAttemptsStandBesideTheName() {
    String printed =
        printed(
            TestResult.builder("C", "join.sh:a", Verdict.SKIP).outcome(Outcome.IGNORED).build(),
            TestResult.builder("C", "join.sh:b", Verdict.PASS).attempts(2).build(),
            TestResult.builder("C", "join.sh:c", Verdict.SKIP).build());

    assertThat(printed.lines())
        .anyMatch(line -> line.startsWith("SKIP ") && line.endsWith("  join.sh:a (IGNORED)"))
        .anyMatch(line -> line.startsWith("PASS ") && line.endsWith("  join.sh:b (2 attempts)"))
        .anyMatch(line -> line.startsWith("SKIP ") && line.endsWith("  join.sh:c"));
  }
}
