// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.UsageException;
import dev.subflow.report.RunDirectory;
import dev.subflow.report.RunReport;
import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RecordedResultsTest {
  @TempDir Path temp;

  @ParameterizedTest
  @ValueSource(strings = {"", "results.json", "results.jsonl"})
  void readsWhatRunsLeave(String file) {
    try (RunReport report = RunReport.open(RunDirectory.at(temp))) {
      report.add(TestResult.builder("x.Y", "Y.a", Verdict.PASS).build());
      report.add(TestResult.builder("x.Y", "Y.b[2]#1", Verdict.PASS).build());
      report.add(TestResult.builder("x.Y", "Y.b[2]#2", Verdict.FAIL).message("no").build());
    }

    var results = RecordedResults.read(temp.resolve(file));

    assertThat(results).containsOnlyKeys("Y.a", "Y.b[2]");
    assertThat(results.get("Y.b[2]"))
        .extracting(TestResult::verdict)
        .containsExactlyInAnyOrder(Verdict.PASS, Verdict.FAIL);
  }

  @Test
  void selftestsAreCalledWhatAComparisonCallsThem() {
    String id = "mptcp_join.sh:single subflow";
    try (RunReport report = RunReport.open(RunDirectory.at(temp))) {
      report.add(TestResult.builder("net.mptcp", id, Verdict.PASS).build());
      report.add(TestResult.builder("x.Y", "Y.a", Verdict.PASS).build());
    }

    var results = RecordedResults.read(temp);

    assertThat(results).containsOnlyKeys("kselftest:" + id, "Y.a");
    assertThat(
            new Experiment(new ScriptedRuns(), new Rules(0.01, 20), what -> {})
                .recorded(
                    new Variant("base", "base", "/base"),
                    results,
                    java.util.List.of("kselftest:mptcp_join.sh")))
        .as("how many are taken")
        .isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonsense", "{}", "[1, 2]", "{\"run\": \"x\", \"results\": []}"})
  void refusesWhatHoldsNone(String text) throws IOException {
    Path file = Files.writeString(temp.resolve("file"), text);

    assertThatThrownBy(() -> RecordedResults.read(file))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("holds no results");
  }

  @Test
  void saysWhenThereIsNoFile() {
    assertThatThrownBy(() -> RecordedResults.read(temp.resolve("nowhere")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("can't be read");
  }
}
