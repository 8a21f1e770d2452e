// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.report.RunDirectory;
import dev.subflow.report.RunReport;
import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScenarioRunTest {
  private static final List<Scenario> SCENARIOS =
      List.of(scenario("Handshake.first"), scenario("Handshake.second"));

  @TempDir Path temp;

  private static Scenario scenario(String name) {
    return new Scenario(
        name, "x.Handshake", name, List.of(), List.of(), Optional.empty(), Optional.empty(), name);
  }

  private static ScenarioRun in(RunDirectory directory) {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true);
    Streams streams =
        new Streams(InputStream.nullInputStream(), nowhere, nowhere, false, false, false, Map.of());
    try (Progress progress = Progress.onOut(streams)) {
      return new ScenarioRun(
          SCENARIOS, directory, new RunWatcher(SCENARIOS, progress, new Style(false)));
    }
  }

  @Test
  void whatNeverRanIsMissing() {
    ScenarioRun.Outcome outcome = in(RunDirectory.at(temp)).ended();

    assertThat(outcome.summary().results())
        .extracting(TestResult::verdict)
        .containsOnly(Verdict.MISSING);
    assertThat(RunReport.read(temp).results()).hasSize(2);
  }

  @Test
  void whatAnInterruptionCutShortIsInconclusive() {
    RunDirectory directory = RunDirectory.at(temp);
    try (RunReport report = RunReport.open(directory)) {
      report.add(TestResult.builder("x.Handshake", "Handshake.first", Verdict.PASS).build());
    }

    ScenarioRun.Outcome outcome = in(directory).interrupted();

    assertThat(outcome.summary().results())
        .extracting(TestResult::verdict)
        .containsExactly(Verdict.PASS, Verdict.INCONCLUSIVE);
    assertThat(outcome.summary().exitCode()).isEqualTo(3);
  }

  @Test
  void resultsThatCannotBeKeptAreStillTold() throws Exception {
    RunDirectory directory = RunDirectory.at(temp.resolve("gone"));
    Files.delete(directory.path());

    ScenarioRun.Outcome outcome = in(directory).ended();

    assertThat(outcome.refused().orElseThrow())
        .hasMessageContaining("cannot write " + directory.path());
    assertThat(outcome.summary().results()).hasSize(2);
  }
}
