// SPDX-License-Identifier: Apache-2.0
package dev.subflow.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.subflow.failure.CrashSummary;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.Splat;
import dev.subflow.failure.UsageException;
import dev.subflow.kselftest.SelftestChoice;
import dev.subflow.kselftest.SubtestResult;
import dev.subflow.kselftest.SuiteResult;
import dev.subflow.ktap.Outcome;
import dev.subflow.regress.TestRuns.Job;
import dev.subflow.regress.TestRuns.Observation;
import dev.subflow.regress.Variant;
import dev.subflow.report.RunDirectory;
import dev.subflow.report.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a comparison when selftests of one kernel cannot be had. */
final class SelftestRunsTest {
  private static final Variant BASE = new Variant("base", "base", "/base");
  private static final Variant PATCHED = new Variant("patched", "patched", "/patched");

  @TempDir Path temp;

  /** A suite of one script with these subtests, which all pass. */
  private SelftestRuns.Ready passing(Path evidence, Set<String> subtests) {
    return ready(
        choice ->
            choice.wanted().values().stream()
                .flatMap(List::stream)
                .map(
                    name -> {
                      if (!subtests.contains(name)) {
                        throw new UsageException("diag.sh has no subtest \"" + name + "\"");
                      }
                      return result(name, Outcome.PASS, "", evidence.resolve("diag.sh"));
                    })
                .toList());
  }

  private static SelftestRuns.Ready ready(Function<SelftestChoice, List<SuiteResult>> run) {
    return new SelftestRuns.Ready(run, "7.3", "tcg");
  }

  private static SuiteResult result(String name, Outcome outcome, String message, Path evidence) {
    return new SuiteResult(
        List.of(new SubtestResult("diag.sh", name, outcome, Optional.empty(), message)),
        evidence,
        Instant.EPOCH,
        Duration.ZERO);
  }

  private List<Observation> run(SelftestRuns.OfKernels selftests, String... names) {
    return new SelftestRuns(selftests, RunDirectory.at(temp), RunView.SILENT)
        .run(
            List.of(BASE, PATCHED).stream()
                .flatMap(v -> List.of(names).stream().map(n -> new Job(v, n, 1)))
                .toList());
  }

  @Test
  void aSubtestThatOneKernelLacksGivesNothingThereAndTheRestGoesOn() {
    List<Observation> seen =
        run(
            (variant, evidence) ->
                passing(evidence, variant.equals(BASE) ? Set.of("old") : Set.of("old", "new")),
            "kselftest:diag.sh:old",
            "kselftest:diag.sh:new");

    assertThat(seen)
        .extracting(s -> s.variant().name(), Observation::key, s -> s.result().verdict())
        .containsExactly(
            tuple("base", "kselftest:diag.sh:old", Verdict.PASS),
            tuple("patched", "kselftest:diag.sh:old", Verdict.PASS),
            tuple("patched", "kselftest:diag.sh:new", Verdict.PASS));
  }

  @Test
  void aNameThatNoKernelKnowsIsMisspelt() {
    assertThatThrownBy(
            () ->
                run((variant, evidence) -> passing(evidence, Set.of("old")), "kselftest:diag.sh:x"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("no subtest \"x\"");
  }

  @Test
  void selftestsThatCannotBeBuiltOrStartedAreInconclusive() {
    List<Observation> seen =
        run(
            (variant, evidence) -> {
              if (variant.equals(BASE)) {
                throw new UsageException("there are no sources of this kernel");
              }
              return ready(
                  choice -> {
                    throw new InfrastructureException("QEMU did not start");
                  });
            },
            "kselftest:diag.sh");

    assertThat(seen)
        .extracting(
            s -> s.variant().name(), s -> s.result().verdict(), s -> s.result().message().get())
        .containsExactly(
            tuple(
                "base",
                Verdict.INCONCLUSIVE,
                "could not be run: there are no sources of this kernel"),
            tuple("patched", Verdict.INCONCLUSIVE, "could not be run: QEMU did not start"));
  }

  @Test
  void whatACrashCutsShortHasNotFailed() {
    List<Observation> seen =
        run(
            (variant, evidence) ->
                ready(
                    choice ->
                        List.of(
                            result("a", Outcome.CRASH, "panic", evidence.resolve("x")),
                            result("b", Outcome.MISSING, "", evidence.resolve("x")),
                            result("c", Outcome.MISSING, "", evidence.resolve("y")))),
            "kselftest:diag.sh");

    assertThat(seen.subList(0, 3))
        .extracting(s -> s.result().verdict())
        .containsExactly(Verdict.CRASH, Verdict.INCONCLUSIVE, Verdict.MISSING);
  }

  @Test
  void theSameCrashHasTheSameNameInAnyProcess() {
    List<Observation> seen =
        run(
            (variant, evidence) ->
                ready(
                    choice ->
                        List.of(
                            warned(
                                variant.equals(BASE) ? "swapper/0/0" : "ip/4711",
                                evidence.resolve("x")))),
            "kselftest:diag.sh");

    assertThat(seen)
        .flatExtracting(s -> s.result().crashes())
        .extracting(CrashSummary::fingerprint)
        .containsExactly("WARNING mptcp_pm_work", "WARNING mptcp_pm_work");
  }

  private static SuiteResult warned(String process, Path folder) {
    String headline = "WARNING: net/mptcp/pm.c:1 at mptcp_pm_work+0x1/0x2, CPU#0: " + process;
    Splat splat = new Splat(Splat.Kind.WARNING, headline, List.of("[    9.123456] " + headline));
    SubtestResult result =
        new SubtestResult("diag.sh", "a", Outcome.CRASH, Optional.empty(), "splat", List.of(splat));
    return new SuiteResult(List.of(result), folder, Instant.EPOCH, Duration.ofSeconds(1));
  }
}
