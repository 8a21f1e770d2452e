// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.regress.TestRuns.Job;
import dev.subflow.regress.TestRuns.Observation;
import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AsOneTest {
  private static final Variant BASE = new Variant("base", "base", "/base");
  private static final String SCRIPT = "kselftest:join.sh";

  private final List<Observation> all = new ArrayList<>();

  private void seen(String test, int repetition, Verdict verdict) {
    TestResult result = TestResult.builder("x.Y", test, verdict).repetition(repetition).build();
    all.add(new Observation(BASE, test, test, result));
  }

  private List<Observation> asOne(Job... jobs) {
    return new AsOne(wanted -> List.copyOf(all)).run(List.of(jobs));
  }

  @Test
  void theWorstOfARunStandsForAllOfIt() {
    seen(SCRIPT + ":a", 1, Verdict.PASS);
    seen(SCRIPT + ":b", 1, Verdict.FAIL);
    seen(SCRIPT + ":c", 1, Verdict.INCONCLUSIVE);
    seen(SCRIPT + ":a", 2, Verdict.PASS);
    seen(SCRIPT + ":b", 2, Verdict.SKIP);

    List<Observation> one = asOne(new Job(BASE, SCRIPT, 2));

    assertThat(one).extracting(Observation::key).containsOnly(SCRIPT);
    assertThat(one)
        .extracting(o -> o.result().verdict())
        .containsExactly(Verdict.FAIL, Verdict.PASS);
  }

  @Test
  void aCrashIsWorseThanAFailureAndMissingWorseThanTheMachine() {
    seen("a", 1, Verdict.FAIL);
    seen("a", 1, Verdict.CRASH);
    seen("b", 1, Verdict.INCONCLUSIVE);
    seen("b", 1, Verdict.MISSING);

    assertThat(asOne(new Job(BASE, "a", 1), new Job(BASE, "b", 1)))
        .extracting(o -> o.result().verdict())
        .containsExactly(Verdict.CRASH, Verdict.MISSING);
  }

  @Test
  void aSubtestThatWasAskedForByNameIsItsOwn() {
    seen(SCRIPT + ":a", 1, Verdict.PASS);
    seen(SCRIPT + ":b", 1, Verdict.FAIL);

    assertThat(asOne(new Job(BASE, SCRIPT + ":a", 1), new Job(BASE, SCRIPT + ":b", 1)))
        .extracting(Observation::test)
        .containsExactly(SCRIPT + ":a", SCRIPT + ":b");
  }

  @Test
  void kernelsAreKeptApart() {
    seen("a", 1, Verdict.PASS);
    Variant patched = new Variant("patched", "patched", "/patched");
    all.add(
        new Observation(
            patched, "a", "a", TestResult.builder("x.Y", "a", Verdict.FAIL).repetition(1).build()));

    assertThat(asOne(new Job(BASE, "a", 1), new Job(patched, "a", 1)))
        .extracting(o -> o.variant().name() + " " + o.result().verdict())
        .containsExactly("base PASS", "patched FAIL");
  }

  @Test
  void behaviourIsKeptWhereARunHasOneResult() {
    behaves("a", 1);
    behaves("b", 1);
    behaves("b", 1);

    assertThat(asOne(new Job(BASE, "a", 1), new Job(BASE, "b", 1)))
        .extracting(o -> o.key() + " " + o.behaviour().isPresent())
        .containsExactly("a true", "b false");
  }

  private void behaves(String test, int repetition) {
    TestResult result =
        TestResult.builder("x.Y", test, Verdict.PASS).repetition(repetition).build();
    all.add(
        new Observation(
            BASE, test, test, result, Optional.of(ObservedRuns.parts("left/client", "x"))));
  }
}
