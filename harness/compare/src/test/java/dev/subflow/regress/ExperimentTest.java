// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class ExperimentTest {
  private static final Variant BASE = new Variant("base", "base", "/base");
  private static final Variant PATCHED = new Variant("patched", "patched", "/patched");

  private final ScriptedRuns runs = new ScriptedRuns();
  private final Experiment experiment = new Experiment(runs, new Rules(0.01, 20), what -> {});

  private Map<String, Comparison> compare(List<Variant> variants, String... tests) {
    return experiment.compare(variants, List.of(tests)).stream()
        .collect(Collectors.toMap(c -> c.test() + " " + c.to(), Function.identity()));
  }

  private static Comparison in(Map<String, Comparison> all, String name) {
    return Objects.requireNonNull(all.get(name), name);
  }

  @Test
  void onlyWhatDiffersRunsAgain() {
    runs.on("base", "same", "p").on("patched", "same", "p");
    runs.on("base", "broken", "p").on("patched", "broken", "f");

    Map<String, Comparison> all = compare(List.of(BASE, PATCHED), "same", "broken");

    assertThat(in(all, "same patched").change()).isEqualTo(Change.UNCHANGED);
    assertThat(in(all, "broken patched").change()).isEqualTo(Change.REGRESSED);
    assertThat(runs.runs("base", "same")).isEqualTo(1);
    assertThat(runs.runs("base", "broken")).isEqualTo(5);
    assertThat(runs.runs("patched", "broken")).isEqualTo(5);
    assertThat(in(all, "broken patched").message().orElse("")).contains("expected 1 but was 2");
    assertThat(in(all, "broken patched").evidence()).contains("patched/folder-1");
  }

  @Test
  void runsOfBothKernelsAlternate() {
    runs.on("base", "a", "p").on("patched", "a", "p").on("base", "b", "p").on("patched", "b", "p");

    compare(List.of(BASE, PATCHED), "a", "b");

    assertThat(runs.jobs)
        .extracting(job -> job.variant().name() + " " + job.test())
        .containsExactly("base a", "patched a", "base b", "patched b");
  }

  @Test
  void failureThatDoesNotComeBackIsFlaky() {
    runs.on("base", "a", "p").on("patched", "a", "fp");

    Comparison comparison = in(compare(List.of(BASE, PATCHED), "a"), "a patched");

    assertThat(comparison.change()).isEqualTo(Change.FLAKY);
    assertThat(comparison.patched().text()).isEqualTo("19 of 20 pass");
    assertThat(comparison.base().text()).isEqualTo("20 of 20 pass");
  }

  @Test
  void ofSeveralPatchesTheOneThatBreaksIsNamed() {
    Variant one = new Variant("patch-1", "one", "/1");
    Variant two = new Variant("patch-2", "two", "/2");
    Variant three = new Variant("patch-3", "three", "/3");
    runs.on("base", "a", "p").on("patch-1", "a", "p").on("patch-2", "a", "f");
    runs.on("patch-3", "a", "f");

    Map<String, Comparison> all = compare(List.of(BASE, one, two, three), "a");

    assertThat(in(all, "a patch-1").change()).isEqualTo(Change.UNCHANGED);
    assertThat(in(all, "a patch-2").change()).isEqualTo(Change.REGRESSED);
    assertThat(in(all, "a patch-3").change()).isEqualTo(Change.UNCHANGED);
    assertThat(runs.runs("base", "a")).isEqualTo(1);
    assertThat(runs.runs("patch-3", "a")).isEqualTo(1);
  }

  @Test
  void recordedResultsStandForTheFirstRun() {
    runs.on("base", "a", "p").on("patched", "a", "p").on("base", "b", "p").on("patched", "b", "f");
    int taken =
        experiment.recorded(
            BASE,
            Map.of(
                "a", List.of(Runs.result('p')),
                "b", List.of(Runs.result('p')),
                "gone", List.of(Runs.result('p'))),
            List.of("a", "b"));
    assertThat(taken).isEqualTo(2);

    Map<String, Comparison> all = compare(List.of(BASE, PATCHED), "a", "b");

    assertThat(all).hasSize(2);
    assertThat(in(all, "a patched").change()).isEqualTo(Change.UNCHANGED);
    assertThat(runs.runs("base", "a")).isZero();
    assertThat(in(all, "b patched").change()).isEqualTo(Change.REGRESSED);
    assertThat(runs.runs("base", "b")).isEqualTo(4);
  }

  @Test
  void newCrashIsConfirmedByOneMoreRun() {
    runs.on("base", "a", "p").on("patched", "a", "x");

    Comparison comparison = in(compare(List.of(BASE, PATCHED), "a"), "a patched");

    assertThat(comparison.change()).isEqualTo(Change.CRASHED);
    assertThat(comparison.why()).contains("KASAN mptcp_close", "seen in 2 of 2 runs");
  }

  @Test
  void kernelWithoutATestIsNotAskedForItAgain() {
    runs.on("patched", "a", "x");

    Comparison comparison = in(compare(List.of(BASE, PATCHED), "a"), "a patched");

    assertThat(comparison.change()).isEqualTo(Change.CRASHED);
    assertThat(runs.jobs)
        .filteredOn(job -> job.variant().equals(BASE))
        .extracting(TestRuns.Job::times)
        .containsExactly(1);
  }

  @Test
  void testThatGivesNoMoreResultsIsInconclusive() {
    TestRuns once = jobs -> runs.jobs.isEmpty() ? runs.run(jobs) : List.of();
    runs.on("base", "a", "p").on("patched", "a", "f");

    List<Comparison> all =
        new Experiment(once, new Rules(0.01, 20), what -> {})
            .compare(List.of(BASE, PATCHED), List.of("a"));

    assertThat(all).extracting(Comparison::change).containsExactly(Change.INCONCLUSIVE);
  }

  @Test
  void whatIsNotDecidedWhenItBreaksOffIsInconclusive() {
    runs.on("base", "a", "p").on("patched", "a", "f").on("base", "b", "p").on("patched", "b", "p");
    TestRuns broken =
        jobs -> {
          if (!runs.jobs.isEmpty()) {
            throw new IllegalStateException("broken");
          }
          return runs.run(jobs);
        };
    Experiment stopped = new Experiment(broken, new Rules(0.01, 20), what -> {});

    assertThatThrownBy(() -> stopped.compare(List.of(BASE, PATCHED), List.of("a", "b")))
        .hasMessage("broken");
    assertThat(stopped.judged(List.of(BASE, PATCHED)))
        .extracting(Comparison::change)
        .containsExactly(Change.INCONCLUSIVE, Change.UNCHANGED);
  }

  @Test
  void testThatNeverGivesAResultIsLeftOut() {
    runs.on("base", "a", "p").on("patched", "a", "p");

    assertThat(compare(List.of(BASE, PATCHED), "a", "b")).containsOnlyKeys("a patched");
  }

  @Test
  void bySplatsAFailureIsNotRunAgain() {
    ScriptedRuns runs =
        new ScriptedRuns().on("base", "a", "p").on("patched", "a", "f").on("base", "b", "p");
    runs.on("patched", "b", "x");
    List<Variant> kernels =
        List.of(new Variant("base", "base", "k"), new Variant("patched", "patched", "l"));

    List<Comparison> found =
        Experiment.ofSplats(runs, new Rules(0.01, 20), text -> {})
            .compare(kernels, List.of("a", "b"));

    assertThat(found)
        .extracting(Comparison::change)
        .containsExactly(Change.UNCHANGED, Change.CRASHED);
    assertThat(runs.runs("patched", "a")).isEqualTo(1);
  }
}
