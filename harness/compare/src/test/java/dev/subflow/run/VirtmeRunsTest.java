// SPDX-License-Identifier: Apache-2.0
package dev.subflow.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.subflow.regress.TestRuns;
import dev.subflow.regress.TestRuns.Job;
import dev.subflow.regress.TestRuns.Observation;
import dev.subflow.regress.Variant;
import dev.subflow.report.RunDirectory;
import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import dev.subflow.virtme.Phase;
import dev.subflow.virtme.RunOutput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VirtmeRunsTest {
  private static final Variant BASE = new Variant("base", "a", "/a");
  private static final Variant PATCHED = new Variant("patched", "b", "/b");
  private static final String JOIN = "mptcp_join.sh -f";
  private static final String DIAG = "diag.sh";

  @TempDir private Path folder;
  private final List<String> asked = new ArrayList<>();
  private Verdict verdict = Verdict.FAIL;

  @Test
  void treesTakeTurnsAndEachVmRunsAllThatIsAskedOfItsTree() {
    VirtmeRuns runs = runs(List.of(DIAG, JOIN), true, "diag.sh:no msk");

    List<Observation> seen =
        runs.run(
            List.of(
                new Job(BASE, DIAG, 2),
                new Job(PATCHED, DIAG, 2),
                new Job(BASE, JOIN, 1),
                new Job(PATCHED, JOIN, 1)));

    assertThat(asked)
        .containsExactly(
            "base [diag.sh, mptcp_join.sh -f]",
            "patched [diag.sh, mptcp_join.sh -f]",
            "base [diag.sh]",
            "patched [diag.sh]");
    assertThat(seen)
        .extracting(o -> o.variant().name(), Observation::key, o -> o.result().repetition())
        .containsExactly(
            tuple("base", "diag.sh:no msk", Optional.of(1)),
            tuple("patched", "diag.sh:no msk", Optional.of(1)),
            tuple("base", "diag.sh:no msk", Optional.of(2)),
            tuple("patched", "diag.sh:no msk", Optional.of(2)));
  }

  @Test
  void aResultIsHadAgainByItsScriptWithTheArgumentsThatWereGiven() {
    VirtmeRuns runs = runs(List.of(DIAG, JOIN), true, "mptcp_join.sh:fastclose", "virtme:kernel");

    assertThat(runs.run(List.of(new Job(BASE, DIAG, 1), new Job(BASE, JOIN, 1))))
        .extracting(Observation::key, Observation::test)
        .containsExactly(tuple("mptcp_join.sh:fastclose", JOIN), tuple("virtme:kernel", DIAG));
  }

  @Test
  void withoutScriptsAllTestsRun() {
    VirtmeRuns runs = runs(List.of(), true, "diag.sh:no msk");

    assertThat(runs.tests()).containsExactly(VirtmeRuns.ALL);
    assertThat(runs.run(List.of(new Job(BASE, VirtmeRuns.ALL, 1))))
        .extracting(Observation::test)
        .containsExactly(VirtmeRuns.ALL);
    assertThat(asked).containsExactly("base []");
  }

  @Test
  void aKernelBootsWhenItComesToTheTestsOfWhichNoneRuns() {
    List<Observation> seen =
        runs(List.of(DIAG), true, "virtme:run").run(List.of(new Job(BASE, TestRuns.BOOT, 1)));

    assertThat(seen)
        .extracting(Observation::key, o -> o.result().verdict())
        .containsExactly(tuple(TestRuns.BOOT, Verdict.PASS));
    assertThat(asked).containsExactly("base [" + VirtmeRuns.NOTHING + "]");
  }

  @Test
  void aKernelThatNeverComesToTheTestsDoesNotBoot() {
    assertThat(runs(List.of(), false, "virtme:boot").run(List.of(new Job(BASE, TestRuns.BOOT, 1))))
        .extracting(Observation::key, o -> o.result().verdict())
        .containsExactly(tuple(TestRuns.BOOT, Verdict.FAIL));
  }

  @Test
  void aKernelThatMeetsASplatOnTheWayCrashes() {
    verdict = Verdict.CRASH;

    assertThat(runs(List.of(), true, "virtme:kernel").run(List.of(new Job(BASE, TestRuns.BOOT, 1))))
        .extracting(Observation::key, o -> o.result().verdict())
        .containsExactly(tuple(TestRuns.BOOT, Verdict.CRASH));
  }

  private VirtmeRuns runs(List<String> scripts, boolean boots, String... ids) {
    return new VirtmeRuns(
        (tree, commands, evidence, observer) -> vm(tree, commands, observer, boots, ids),
        scripts,
        RunDirectory.at(folder));
  }

  private List<TestResult> vm(
      Variant tree,
      List<String> commands,
      RunOutput.Observer observer,
      boolean boots,
      String... ids) {
    asked.add(tree.name() + " " + commands);
    if (boots) {
      observer.phase(Phase.TESTS);
    }
    List<TestResult> results = new ArrayList<>();
    for (String id : ids) {
      results.add(TestResult.builder("net.mptcp", id, verdict).build());
    }
    return results;
  }
}
