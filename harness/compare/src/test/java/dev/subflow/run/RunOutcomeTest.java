// SPDX-License-Identifier: Apache-2.0
package dev.subflow.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.report.RunDirectory;
import dev.subflow.report.RunReport;
import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunOutcomeTest {
  private static final TestResult PASS =
      TestResult.builder("x.Handshake", "Handshake.second", Verdict.PASS).build();
  private static final TestResult MISSING =
      TestResult.builder("x.Handshake", "Handshake.first", Verdict.MISSING).build();

  @TempDir Path temp;

  @Test
  void whatIsMissingIsAddedToWhatIsThere() {
    RunDirectory directory = RunDirectory.at(temp);
    try (RunReport report = RunReport.open(directory)) {
      report.add(PASS);
    }

    RunOutcome outcome =
        RunOutcome.complete(
            directory,
            List.of(PASS),
            recorded -> {
              assertThat(recorded).extracting(TestResult::id).containsExactly("Handshake.second");
              return List.of(MISSING);
            });

    assertThat(outcome.refused()).isEmpty();
    assertThat(outcome.summary().results())
        .extracting(TestResult::verdict)
        .containsExactly(Verdict.MISSING, Verdict.PASS);
    assertThat(RunReport.read(temp)).isEqualTo(outcome.summary());
  }

  @Test
  void resultsThatCannotBeKeptAreStillTold() throws Exception {
    RunDirectory directory = RunDirectory.at(temp.resolve("gone"));
    Files.delete(directory.path());

    RunOutcome outcome = RunOutcome.of(directory, List.of(MISSING));

    assertThat(outcome.refused().orElseThrow())
        .hasMessageContaining("cannot write " + directory.path());
    assertThat(outcome.summary().results()).containsExactly(MISSING);
    assertThatThrownBy(outcome::exitCode).isSameAs(outcome.refused().orElseThrow());
  }

  @Test
  void resultsOfOthersInTheFolderAreNotLost() {
    RunDirectory directory = RunDirectory.at(temp);
    try (RunReport others = RunReport.open(directory)) {
      others.add(PASS);
    }

    RunOutcome outcome = RunOutcome.of(directory, List.of(MISSING));

    assertThat(outcome.summary().results()).containsExactly(MISSING);
    assertThat(RunReport.read(temp).results()).containsExactly(MISSING, PASS);
    assertThat(temp.resolve("results.json")).content().contains("Handshake.second");
  }
}
