// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.subflow.failure.UsageException;
import dev.subflow.measure.Measure;
import dev.subflow.measure.Quantity;
import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import dev.subflow.speed.Pace;
import dev.subflow.speed.SpeedChange;
import dev.subflow.speed.SpeedReport;
import dev.subflow.speed.SpeedRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpeedExperimentTest {
  private static final Variant BASE = new Variant("base", "base", "a");
  private static final Variant PATCHED = new Variant("patched", "patched", "b");

  private final List<String> order = new ArrayList<>();
  private final List<String> said = new ArrayList<>();
  private final Random random = new Random(1);

  /** Goodput of tests: a third less on the patched kernel of one that is called so. */
  private List<TestRuns.Observation> run(List<TestRuns.Job> jobs) {
    List<TestRuns.Observation> seen = new ArrayList<>();
    order.add(jobs.get(0).variant().name() + jobs.stream().map(TestRuns.Job::test).toList());
    for (TestRuns.Job job : jobs) {
      boolean isPatched = job.variant().equals(PATCHED);
      boolean breaks = job.test().equals("breaks") && isPatched;
      double factor = job.test().equals("slower") && isPatched ? 0.67 : 1;
      double spread = job.test().equals("noisy") ? 0.6 : 0.02;
      double value = 1e6 * factor * Math.exp(spread * random.nextGaussian());
      TestResult result =
          TestResult.builder("x.Y", job.test(), breaks ? Verdict.CRASH : Verdict.PASS)
              .message(breaks ? "BUG: bad\nRIP: 1" : "")
              .build();
      seen.add(
          new TestRuns.Observation(
              job.variant(),
              job.test(),
              job.test(),
              result,
              Optional.empty(),
              breaks ? List.of() : List.of(new Measure("", Map.of(Quantity.GOODPUT, value)))));
    }
    return seen;
  }

  private SpeedReport compare(int runs, String... tests) {
    return new SpeedExperiment(this::run, new SpeedRules(0.1, 0.01, runs), said::add)
        .compare(BASE, PATCHED, List.of(tests));
  }

  @Test
  void kernelsTakeTurnsUntilAllIsDecided() {
    SpeedReport report = compare(20, "slower", "same");

    assertThat(report.changes())
        .extracting(SpeedChange::transfer, SpeedChange::pace, SpeedChange::runs)
        .containsExactly(tuple("slower", Pace.SLOWER, 6), tuple("same", Pace.UNCHANGED, 6));
    assertThat(order.subList(0, 4))
        .containsExactly(
            "base[slower, same]",
            "patched[slower, same]",
            "patched[slower, same]",
            "base[slower, same]");
    assertThat(order).hasSize(12);
    assertThat(report.exitCode()).isEqualTo(1);
    assertThat(report.headline()).isEqualTo("1 SLOWER, 1 UNCHANGED");
  }

  @Test
  void onlyWhatIsOpenRunsOn() {
    SpeedReport report = compare(20, "same", "noisy");

    assertThat(report.changes().get(0).pace()).isEqualTo(Pace.UNDECIDED);
    assertThat(report.changes().get(0).runs()).isEqualTo(20);
    assertThat(order.get(order.size() - 1)).endsWith("[noisy]");
    assertThat(said.get(said.size() - 1)).isEqualTo("6 more runs of noisy on both kernels");
    assertThat(report.exitCode()).isEqualTo(3);
  }

  @Test
  void testThatGivesNoValueIsNamedAndNotAskedForEver() {
    SpeedReport report = compare(20, "same", "breaks");

    assertThat(report.unmeasured()).containsExactly("breaks on patched: CRASH, BUG: bad");
    assertThat(order.stream().filter(o -> o.equals("patched[same, breaks]"))).hasSize(3);
    assertThat(report.exitCode()).isEqualTo(3);
  }

  @Test
  void tooFewRunsForAllThatThereIsAreRefused() {
    assertThatThrownBy(() -> compare(5, "same", "slower"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("with 5 runs")
        .hasMessageContaining("among 2 quantities");
  }

  @Test
  void oneKernelHasTypicalValues() {
    SpeedExperiment experiment =
        new SpeedExperiment(this::run, new SpeedRules(0.1, 0.01, 8), said::add);

    assertThat(experiment.typical(BASE, List.of("same"), 8))
        .singleElement()
        .satisfies(t -> assertThat(t.runs()).isEqualTo(8))
        .satisfies(t -> assertThat(t.median().estimate()).isBetween(0.95e6, 1.05e6));
    assertThat(experiment.unmeasured(BASE, List.of("same"))).isEmpty();
  }
}
