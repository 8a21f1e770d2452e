// SPDX-License-Identifier: Apache-2.0
package dev.subflow.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.junit.Seed;
import dev.subflow.lab.LabSettings;
import dev.subflow.regress.TestRuns.Job;
import dev.subflow.regress.TestRuns.Observation;
import dev.subflow.regress.Variant;
import dev.subflow.report.RunDirectory;
import dev.subflow.report.RunReport;
import dev.subflow.vm.Accelerator;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs of scenarios that need no guest, on kernels that therefore need not be there. */
@Timeout(60)
final class MixedRunsTest {
  private static final Variant BASE = new Variant("base", "base", "/base");
  private static final Variant PATCHED = new Variant("patched", "patched", "/patched");
  private static final String FAILS = "PlainScenarios.Join.fails";

  @TempDir private Path temp;

  @BeforeEach
  void beginAnew() {
    PlainScenarios.RUNS.set(0);
  }

  private List<Observation> run(Job... jobs) {
    try (MixedRuns runs =
        new MixedRuns(
            PlainScenarios.settings(temp),
            1,
            RunDirectory.at(temp),
            RunView.SILENT,
            PlainScenarios.all(),
            new Seed(7))) {
      return runs.run(List.of(jobs));
    }
  }

  @Test
  void withoutJobsNothingRuns() {
    assertThat(run()).isEmpty();
    assertThat(temp).isEmptyDirectory();
  }

  @Test
  void kernelsTakeTurnsAndHaveTheSameSeeds() {
    List<Observation> seen = run(new Job(BASE, FAILS, 2), new Job(PATCHED, FAILS, 2));

    // In turns: every second one fails, so all of them are the patched kernel's.
    assertThat(seen)
        .extracting(o -> o.variant().name() + " " + o.result().verdict())
        .containsExactly("base PASS", "patched FAIL", "base PASS", "patched FAIL");
    assertThat(seen.get(0).result().seed()).isEqualTo(seen.get(1).result().seed()).contains(7L);
    assertThat(seen.get(2).result().seed())
        .isEqualTo(seen.get(3).result().seed())
        .isNotEqualTo(seen.get(0).result().seed());
    assertThat(seen).extracting(Observation::key).containsOnly(FAILS);
  }

  @Test
  void eachKernelHasItsResultsInItsFolder() {
    var unused = run(new Job(BASE, FAILS, 1), new Job(PATCHED, "PlainScenarios.Join.passes", 1));

    assertThat(RunReport.read(temp.resolve("base")).results()).hasSize(1);
    assertThat(RunReport.read(temp.resolve("patched")).results())
        .extracting(r -> r.scenario())
        .containsExactly("PlainScenarios.Join.passes");
  }

  @Test
  void aPairingHasResultsOfTheSameTest() {
    String passes = "PlainScenarios.Join.passes";
    Variant server = new Variant("server", "server", "/base", Map.of("server", "/patched"));

    List<Observation> seen = run(new Job(BASE, passes, 1), new Job(server, passes, 1));

    assertThat(seen).extracting(Observation::key).containsExactly(passes, passes);
    assertThat(seen)
        .extracting(o -> o.result().pairing())
        .containsExactly(Map.of(), Map.of("server", "/patched"));
  }

  @Test
  void aScenarioThatWasNotPreparedIsRefused() {
    assertThatThrownBy(() -> run(new Job(BASE, "Join.other", 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Join.other is not among the scenarios");
  }

  @Test
  void aKernelTakesThePlaceOfTheRunsOwn() {
    try (Environments environments =
        new Environments(
            PlainScenarios.settings(temp)
                .with(
                    new LabSettings(
                        temp, temp, "debian:stable", "x", Optional.of(Accelerator.TCG), false)),
            RunView.SILENT)) {
      LabSettings lab = environments.settings(PATCHED).lab();

      assertThat(lab)
          .isEqualTo(
              new LabSettings(temp, temp, "/patched", "x", Optional.of(Accelerator.TCG), false));
    }
  }
}
