// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.observe.Observation;
import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Behaviour that differs is confirmed by more runs, and told once; what varies is not told. */
final class BehaviourExperimentTest {
  private static final Variant BASE = new Variant("base", "base", "/base");
  private static final Variant PATCHED = new Variant("patched", "patched", "/patched");
  private static final String DROPS = "counters/server/MPTcpExtAddAddrDrop";
  private static final String TOLD = "MPTcpExtAddAddrDrop +1 on server (base: 0)";

  private final Map<String, Integer> done = new HashMap<>();
  private final Map<String, IntFunction<String>> drops = new HashMap<>();
  private Verdict patchedVerdict = Verdict.PASS;

  private final Map<String, List<String>> dropsEarlier = new HashMap<>();

  /** Runs that all pass; each has the counter of its number. */
  private final TestRuns runs =
      new TestRuns() {
        @Override
        public List<TestRuns.Observation> run(List<Job> jobs) {
          List<TestRuns.Observation> seen = new ArrayList<>();
          for (Job job : jobs) {
            for (int i = 0; i < job.times(); i++) {
              seen.add(BehaviourExperimentTest.this.run(job.variant(), job.test()));
            }
          }
          return seen;
        }

        @Override
        public List<dev.subflow.observe.Observation> earlier(Variant variant, String key) {
          return dropsEarlier.getOrDefault(variant.name() + " " + key, List.of()).stream()
              .map(BehaviourExperimentTest::saw)
              .toList();
        }
      };

  private final Experiment experiment = new Experiment(runs, new Rules(0.01, 20), what -> {});

  private TestRuns.Observation run(Variant variant, String test) {
    String name = variant.name() + " " + test;
    int number = done.merge(name, 1, Integer::sum);
    Verdict verdict = variant.equals(PATCHED) ? patchedVerdict : Verdict.PASS;
    String value = drops.getOrDefault(name, n -> "0").apply(number);
    return new TestRuns.Observation(
        variant,
        test,
        test,
        TestResult.builder("x.Y", test + "#" + number, verdict).repetition(number).build(),
        Optional.of(saw(value)));
  }

  private static Observation saw(String drops) {
    return new Observation(Map.of(DROPS, List.of(drops)));
  }

  private List<Differs> differs(String... tests) {
    var unused = experiment.compare(List.of(BASE, PATCHED), List.of(tests));
    return experiment.differs(List.of(BASE, PATCHED));
  }

  private int runs(String name) {
    return done.getOrDefault(name, 0);
  }

  @Test
  void equalBehaviourCostsNoMoreRuns() {
    assertThat(differs("a", "b")).isEmpty();
    assertThat(runs("base a")).isEqualTo(1);
  }

  @Test
  void aDifferenceIsConfirmedInOneOfTheTestsThatShowIt() {
    drops.put("patched a", n -> "+1");
    drops.put("patched b", n -> "+1");

    assertThat(differs("a", "b", "c"))
        .singleElement()
        .satisfies(
            d -> {
              assertThat(d.words()).isEqualTo(TOLD);
              assertThat(d.tests()).containsExactly("a", "b");
              assertThat(d.base()).isEqualTo("10 of 10");
              assertThat(d.changed()).isEqualTo("0 of 10");
              assertThat(d.chance()).isLessThan(0.001);
            });
    assertThat(runs("patched a")).isEqualTo(10);
    assertThat(runs("base a")).isEqualTo(10);
    assertThat(runs("patched b")).isEqualTo(1);
    assertThat(runs("patched c")).isEqualTo(1);
  }

  @Test
  void tooFewRunsToBeSureAreSaid() {
    List<String> told = new ArrayList<>();
    Experiment few = new Experiment(runs, new Rules(0.01, 6), told::add);
    drops.put("patched a", n -> "+1");
    drops.put("patched b", n -> "+2");
    drops.put("patched c", n -> "+3");
    drops.put("patched d", n -> "+" + n % 2);
    var unused = few.compare(List.of(BASE, PATCHED), List.of("a", "b", "c", "d"));

    assertThat(few.differs(List.of(BASE, PATCHED))).isEmpty();
    assertThat(told.get(told.size() - 1)).contains("too few runs", "--runs").endsWith(": a, b, c");
  }

  @Test
  void nothingIsSaidOfWhatIsDecided() {
    List<String> told = new ArrayList<>();
    Experiment enough = new Experiment(runs, new Rules(0.01, 20), told::add);
    drops.put("patched a", n -> "+1");
    drops.put("patched b", n -> "+" + n % 2);
    var unused = enough.compare(List.of(BASE, PATCHED), List.of("a", "b", "c"));

    assertThat(enough.differs(List.of(BASE, PATCHED))).hasSize(1);
    assertThat(told).noneMatch(words -> words.contains("too few"));
  }

  @Test
  void earlierRunsOfTheBaseSaveRuns() {
    dropsEarlier.put("base a", Collections.nCopies(20, "0"));
    drops.put("patched a", n -> "+1");

    assertThat(differs("a"))
        .singleElement()
        .satisfies(
            d -> {
              assertThat(d.words()).isEqualTo(TOLD);
              assertThat(d.base()).isEqualTo("25 of 25");
              assertThat(d.changed()).isEqualTo("0 of 5");
              assertThat(d.chance()).isLessThan(0.001);
            });
    assertThat(runs("patched a")).isEqualTo(5);
    assertThat(runs("base a")).isEqualTo(5);
  }

  @Test
  void fewEarlierRunsSaveNone() {
    dropsEarlier.put("base a", List.of("0"));
    drops.put("patched a", n -> "+1");

    assertThat(differs("a")).extracting(Differs::base).containsExactly("11 of 11");
    assertThat(runs("patched a")).isEqualTo(10);
  }

  @Test
  void whatVariedInEarlierRunsIsDroppedAtOnce() {
    dropsEarlier.put("base a", List.of("0", "+1", "0", "+1"));
    drops.put("patched a", n -> "+1");

    assertThat(differs("a")).isEmpty();
    assertThat(runs("patched a")).isEqualTo(1);
  }

  @Test
  void earlierRunsAloneAreNoEvidence() {
    // As when everything was faster then: the base of today behaves as the patched kernel does.
    dropsEarlier.put("base a", Collections.nCopies(20, "0"));
    drops.put("base a", n -> "+1");
    drops.put("patched a", n -> "+1");

    assertThat(differs("a")).isEmpty();
    assertThat(runs("patched a")).isEqualTo(1);
  }

  @Test
  void whatVariesByItselfIsDroppedSoon() {
    drops.put("patched a", n -> n == 1 ? "+1" : "0");

    assertThat(differs("a")).isEmpty();
    assertThat(runs("patched a")).isEqualTo(2);
  }

  @Test
  void whatVariesOnBothIsNoDifference() {
    drops.put("base a", n -> n % 2 == 0 ? "+1" : "0");
    drops.put("patched a", n -> n % 2 == 0 ? "0" : "+1");

    assertThat(differs("a")).isEmpty();
  }

  @Test
  void aRegressionIsNotHidden() {
    drops.put("patched a", n -> "+1");
    patchedVerdict = Verdict.FAIL;

    List<Comparison> all = experiment.compare(List.of(BASE, PATCHED), List.of("a"));

    assertThat(all).singleElement().extracting(Comparison::change).isEqualTo(Change.REGRESSED);
  }

  @Test
  void manyDifferencesOfChanceAreHeldByHolm() {
    List<Double> chances = List.of(0.004, 0.02, 0.5);

    assertThat(Holm.standing(chances, c -> c, 0.01)).isEmpty();
    assertThat(Holm.standing(List.of(0.001, 0.004, 0.5), c -> c, 0.01))
        .containsExactlyInAnyOrder(0.001, 0.004);
  }
}
