// SPDX-License-Identifier: Apache-2.0
package dev.subflow.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.report.HistorySpool;
import dev.subflow.report.RunDirectory;
import dev.subflow.report.RunFacts;
import dev.subflow.report.RunFacts.KernelBuild;
import dev.subflow.report.RunReport;
import dev.subflow.report.TestResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How results come from folders into the history. */
final class HistoryIntakeTest {
  @TempDir private Path temp;

  private Path leave(String folder, TestResult... results) {
    Path path = temp.resolve(folder);
    try (RunReport report = RunReport.open(RunDirectory.at(path))) {
      List.of(results).forEach(report::add);
    }
    return path;
  }

  private int take(Path folder) {
    return HistoryDatabase.with(
        Pasts.in(temp), line -> {}, open -> new HistoryIntake(open).folder(folder));
  }

  private int take(HistorySpool spool) {
    return HistoryDatabase.with(
        Pasts.in(temp), line -> {}, open -> new HistoryIntake(open).spool(spool));
  }

  private List<PastRun> runs() {
    return Pasts.ask(Pasts.in(temp), h -> h.runs(HistoryFilter.ALL, 20));
  }

  @Test
  void aRunComesWithItsFacts() throws IOException {
    Path run = leave("run", Pasts.passed("A.x", 0));
    new RunFacts("id", Instant.EPOCH, "subflow run", "c1", "box", "fast", 8, List.of())
        .with(new KernelBuild(Pasts.NEW, "6.12.117+deb13", "bbbb"))
        .write(run);

    assertThat(take(run)).isEqualTo(1);

    PastRun past = runs().get(0);
    assertThat(past.command()).isEqualTo("subflow run");
    assertThat(past.host()).isEqualTo("box");
    assertThat(past.cores()).isEqualTo(8);
    assertThat(past.folder()).isEqualTo(run.toString());
  }

  @Test
  void aRunThatWentOnGivesTheRest() {
    Path run = leave("run", Pasts.passed("A.x", 0));
    assertThat(take(run)).isEqualTo(1);
    leave("run", Pasts.passed("A.y", 1));

    assertThat(take(run)).isEqualTo(1);
    assertThat(take(run)).isZero();
    assertThat(runs()).hasSize(1);
  }

  @Test
  void aComparisonGivesTheResultsOfItsKernelsAndNotItsVerdicts() throws IOException {
    Path all = leave("regress", Pasts.failed("A.x (base -> patched)", 0));
    Files.writeString(all.resolve("regress.json"), "{}");
    leave("regress/base", Pasts.passed("A.x", 0));
    Path patched = leave("regress/patched", Pasts.failed("A.x", 1));
    leave("regress/patched/kselftest-1", Pasts.passed("kselftest:diag.sh:one", 1));
    new RunFacts("id", Instant.EPOCH, "subflow regress", "c1", "box", "fast", 8, List.of())
        .write(patched);

    assertThat(take(all)).isEqualTo(3);

    assertThat(runs()).extracting(PastRun::name).contains("patched", "patched/kselftest-1", "base");
    assertThat(Pasts.tests(Pasts.in(temp)))
        .extracting(TestPast::test)
        .containsExactlyInAnyOrder("A.x", "diag.sh:one");
  }

  @Test
  void whatWaitsIsTakenInOnceAndFoldersThatAreGoneAreForgotten() throws IOException {
    HistorySpool spool = new HistorySpool(temp.resolve("cache"));
    Path run = leave("run", Pasts.passed("A.x", 0));
    spool.leave(run);
    spool.leave(temp.resolve("gone"));
    Files.writeString(temp.resolve("cache/history/spool/odd.json"), "no JSON");

    assertThat(take(spool)).isEqualTo(1);
    assertThat(spool.waiting()).isEmpty();
    assertThat(take(spool)).isZero();
  }

  @Test
  void aRunOfAProcessThatLivesWaitsOn() throws IOException {
    HistorySpool spool = new HistorySpool(temp.resolve("cache"));
    Path run = leave("run", Pasts.passed("A.x", 0));
    spool.leave(run);
    ProcessHandle other = ProcessHandle.of(1).orElseThrow();
    Path note = temp.resolve("cache/history/spool");
    try (var files = Files.list(note)) {
      Path file = files.findFirst().orElseThrow();
      String text = Files.readString(file);
      Files.writeString(
          file,
          text.replaceFirst("\"process\":\\d+", "\"process\":" + other.pid())
              .replaceFirst(
                  "\"begun\":\"[^\"]*\"",
                  "\"begun\":\"" + other.info().startInstant().orElseThrow() + "\""));
    }

    assertThat(take(spool)).isEqualTo(1);
    assertThat(spool.waiting()).hasSize(1);
  }
}
