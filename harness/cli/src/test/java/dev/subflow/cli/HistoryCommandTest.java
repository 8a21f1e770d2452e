// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.subflow.failure.CrashSummary;
import dev.subflow.report.HistorySpool;
import dev.subflow.report.RunDirectory;
import dev.subflow.report.RunReport;
import dev.subflow.report.TestResult;
import dev.subflow.report.TestResultBuilder;
import dev.subflow.report.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The words of {@link HistoryCommand} on a cache of its own. */
final class HistoryCommandTest {
  private static final String LONG = "AScenarioOfSomeLength.withATestWhoseNameIsLongerThanTheLine";

  @TempDir private Path caches;
  private Path run = Path.of("/");

  @BeforeEach
  void aRunThatWaits() {
    run = caches.resolve("run");
    try (RunReport report = RunReport.open(RunDirectory.at(run))) {
      report.add(ended(LONG, Verdict.PASS, 1).build());
      report.add(ended(LONG, Verdict.FAIL, 2).build());
      CrashSummary splat = new CrashSummary("a", "KASAN", "BUG", "KASAN f < g", "KASAN: bad in f");
      report.add(ended("A.x\u202e", Verdict.CRASH, 3).crashes(List.of(splat)).build());
    }
    new HistorySpool(caches.resolve("subflow")).leave(run);
  }

  private static TestResultBuilder ended(String test, Verdict verdict, int day) {
    return TestResult.builder("a.Class", test, verdict)
        .time(Instant.parse("2026-11-0" + day + "T12:00:00Z"), Duration.ofSeconds(3))
        .kernels(Map.of("a", "6.12.117-1"));
  }

  private CommandLineRun history(String... words) {
    String[] all = new String[words.length + 1];
    all[0] = "history";
    System.arraycopy(words, 0, all, 1, words.length);
    return CommandLineRun.withCache(caches, all);
  }

  @Test
  void everyViewFitsIntoEightyColumns() {
    for (String view : List.of("", "--splats", "--runs")) {
      CommandLineRun shown = view.isEmpty() ? history() : history(view);

      assertThat(shown.exitCode()).isZero();
      assertThat(shown.err()).isEmpty();
      assertThat(shown.out().lines()).allSatisfy(l -> assertThat(l).hasSizeLessThanOrEqualTo(80));
    }
  }

  @Test
  void testsThatFailTellSinceWhen() {
    assertThat(history().out())
        .contains("RUNS", "A.x\\u202e", "never passed before", "50 %")
        .containsPattern("fails since 2026-11-02 ..:.. on 6.12.117-1")
        .containsPattern("passed last 2026-11-01");
  }

  @Test
  void splatsTellWhereTheyWere() {
    assertThat(history("--splats").out())
        .contains("KASAN: bad in f", "2026-11-03", "KASAN f < g", "tests: A.x\\u202e");
  }

  @Test
  void jsonHasNamesInFull() throws JsonProcessingException {
    JsonNode json = new ObjectMapper().readTree(history("AScenario*", "--json").out());

    assertThat(json).hasSize(1);
    assertThat(json.get(0).get("test").asText()).isEqualTo(LONG);
    assertThat(json.get(0).get("medianSeconds").asDouble()).isEqualTo(3.0);
  }

  @Test
  void aFolderIsImportedOnce() {
    assertThat(history("import", run.toString()).out()).isEqualTo("3 new results\n");
    assertThat(history("import", run.toString()).out()).isEqualTo("0 new results\n");
    assertThat(history("import", caches.resolve("none").toString()).exitCode()).isEqualTo(2);
  }

  @Test
  void aServerThatIsAwayIsOneMessageWithoutThePassword() {
    CommandLineRun away =
        history("--db", "jdbc:postgresql://127.0.0.1:1/subflow?user=u&password=geheim");

    assertThat(away.exitCode()).isEqualTo(3);
    assertThat(away.err()).contains("127.0.0.1:1", "***").doesNotContain("geheim");
    assertThat(away.err().lines()).hasSize(1);
  }

  @Test
  void badWordsAreRefused() {
    assertThat(history("--since", "yesterday").exitCode()).isEqualTo(2);
    assertThat(history("--db", "jdbc:mysql://x/y").exitCode()).isEqualTo(2);
    assertThat(history("--splats", "--runs").exitCode()).isEqualTo(2);
    assertThat(history("--last", "0").exitCode()).isEqualTo(2);
  }

  @Test
  void gcTellsOfItAndLeavesItWhole() throws IOException {
    assertThat(history().exitCode()).isZero();

    assertThat(CommandLineRun.withCache(caches, "gc", "--dry-run").out())
        .contains("what=results of all runs");
    assertThat(Files.exists(caches.resolve("subflow/history/results/history.sqlite"))).isTrue();
  }
}
