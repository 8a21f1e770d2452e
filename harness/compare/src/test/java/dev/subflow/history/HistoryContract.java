// SPDX-License-Identifier: Apache-2.0
package dev.subflow.history;

import static dev.subflow.history.Pasts.NEW;
import static dev.subflow.history.Pasts.OLD;
import static dev.subflow.history.Pasts.ended;
import static dev.subflow.history.Pasts.failed;
import static dev.subflow.history.Pasts.passed;
import static dev.subflow.history.Pasts.result;
import static dev.subflow.history.Pasts.run;
import static dev.subflow.history.Pasts.splat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a history tells, in whichever database. */
abstract class HistoryContract {
  /** Where it is; empty at first. */
  abstract HistoryPlace place();

  @Test
  void anEmptyOneTellsNothing() {
    assertThat(Pasts.tests(place())).isEmpty();
    assertThat(Pasts.<List<PastRun>>ask(place(), h -> h.runs(HistoryFilter.ALL, 20))).isEmpty();
    assertThat(Pasts.<List<SplatPast>>ask(place(), h -> h.splats(HistoryFilter.ALL))).isEmpty();
  }

  @Test
  void countsEndsOfEachTest() {
    Pasts.write(
        place(),
        run(
            "one",
            "c1",
            passed("A.x", 0),
            failed("A.x", 1),
            passed("A.x", 2),
            result("A.x", Verdict.SKIP, 3, NEW, 10),
            passed("B.y", 0)));

    List<TestPast> tests = Pasts.tests(place());

    assertThat(tests).extracting(TestPast::test).containsExactly("A.x", "B.y");
    TestPast first = tests.get(0);
    assertThat(first.runs()).isEqualTo(3);
    assertThat(first.passed()).isEqualTo(2);
    assertThat(first.failed()).isEqualTo(1);
    assertThat(first.other()).isEqualTo(1);
    assertThat(first.failsSince()).isEmpty();
    assertThat(first.median()).contains(Duration.ofSeconds(1));
  }

  @Test
  void aPassThatTookASecondAttemptIsAFailure() {
    TestResult again = ended("A.x", Verdict.PASS, 0, NEW, 1000).attempts(2).build();
    Pasts.write(place(), run("one", "c1", again));

    assertThat(Pasts.tests(place()).get(0).failed()).isEqualTo(1);
  }

  @Test
  void tellsSinceWhichKernelAndCodeATestFails() {
    Pasts.write(
        place(),
        run("one", "c1", result("A.x", Verdict.PASS, 0, OLD, 1000)),
        run("two", "c2", result("A.x", Verdict.FAIL, 1, NEW, 1000)),
        run("three", "c3", result("A.x", Verdict.CRASH, 2, NEW, 1000)));

    TestPast.FailsSince since = Pasts.tests(place()).get(0).failsSince().orElseThrow();

    assertThat(since.first().kernel()).isEqualTo(NEW);
    assertThat(since.first().code()).isEqualTo("c2");
    assertThat(since.first().build()).isEqualTo("bbbb");
    assertThat(since.passed().orElseThrow().kernel()).isEqualTo(OLD);
    assertThat(since.passed().orElseThrow().code()).isEqualTo("c1");
  }

  @Test
  void aTestThatNeverPassedFailsSinceItsFirstRun() {
    Pasts.write(place(), run("one", "c1", failed("A.x", 0), failed("A.x", 1)));

    TestPast.FailsSince since = Pasts.tests(place()).get(0).failsSince().orElseThrow();

    assertThat(since.first().when()).isEqualTo(Pasts.DAY_ONE);
    assertThat(since.passed()).isEmpty();
  }

  @Test
  void theTrendComparesTheHalvesOfTheLastPasses() {
    TestResult[] slower =
        IntStream.range(0, 30)
            .mapToObj(
                day ->
                    result("A.x", Verdict.PASS, day, NEW, day < 10 ? 9000 : day < 20 ? 1000 : 1500))
            .toArray(TestResult[]::new);
    Pasts.write(place(), run("one", "c1", slower));

    TestPast test = Pasts.tests(place()).get(0);

    assertThat(test.median()).contains(Duration.ofMillis(1250));
    assertThat(test.trend()).hasValue(0.5);
  }

  @Test
  void choosesByTestKernelAndTime() {
    Pasts.write(
        place(),
        run(
            "one",
            "c1",
            result("A.x", Verdict.PASS, 0, OLD, 1000),
            result("A.y", Verdict.PASS, 5, NEW, 1000),
            result("AB.x", Verdict.PASS, 5, NEW, 1000),
            result("mptcp_join.sh:a_b 100%", Verdict.PASS, 5, NEW, 1000)));

    assertThat(chosen("A", "", -1)).containsExactly("A.x", "A.y");
    assertThat(chosen("a.X", "", -1)).containsExactly("A.x");
    assertThat(chosen("*.x", "", -1)).containsExactly("A.x", "AB.x");
    assertThat(chosen("mptcp_join", "", -1)).containsExactly("mptcp_join.sh:a_b 100%");
    assertThat(chosen("mptcp_join.sh:a?b 100%", "", -1)).hasSize(1);
    assertThat(chosen("mptcp_join.sh:aXb 100%", "", -1)).isEmpty();
    assertThat(chosen("", "6.12.115*", -1)).containsExactly("A.x");
    assertThat(chosen("", "*deb13-amd64", -1)).hasSize(4);
    assertThat(chosen("", "", 3)).doesNotContain("A.x").hasSize(3);
  }

  private List<String> chosen(String tests, String kernel, int day) {
    HistoryFilter filter =
        new HistoryFilter(
            Optional.of(tests).filter(t -> !t.isEmpty()),
            Optional.of(kernel).filter(k -> !k.isEmpty()),
            day < 0 ? Optional.empty() : Optional.of(Pasts.DAY_ONE.plus(Duration.ofDays(day))));
    return Pasts.ask(place(), h -> h.tests(filter).stream().map(TestPast::test).sorted().toList());
  }

  @Test
  void tellsSplatsByTheirFingerprints() {
    Pasts.write(
        place(),
        run(
            "one",
            "c1",
            ended("A.x", Verdict.CRASH, 0, OLD, 1000)
                .crashes(List.of(splat("KASAN a < b", "KASAN: use-after-free in a")))
                .build(),
            ended("A.y", Verdict.CRASH, 4, NEW, 1000)
                .crashes(List.of(splat("KASAN a < b", "KASAN: use-after-free in a")))
                .build(),
            ended("A.z", Verdict.PASS, 4, NEW, 1000)
                .crashes(List.of(splat("WARN c", "WARNING in c, expected")))
                .build()));

    List<SplatPast> splats = Pasts.ask(place(), h -> h.splats(HistoryFilter.ALL));

    assertThat(splats).hasSize(1);
    SplatPast splat = splats.get(0);
    assertThat(splat.title()).isEqualTo("KASAN: use-after-free in a");
    assertThat(splat.times()).isEqualTo(2);
    assertThat(splat.first()).isEqualTo(Pasts.DAY_ONE);
    assertThat(splat.last()).isEqualTo(Pasts.DAY_ONE.plus(Duration.ofDays(4)));
    assertThat(splat.kernels()).containsExactly(OLD, NEW);
    assertThat(splat.tests()).containsExactly("A.x", "A.y");
  }

  @Test
  void tellsTheLastRuns() {
    Pasts.write(
        place(),
        run("one", "c1", passed("A.x", 0)),
        run("two", "c2", passed("A.x", 1), failed("A.y", 1), failed("A.z", 1)),
        run("three", "c3", result("A.x", Verdict.SKIP, 2, NEW, 1)));

    List<PastRun> runs = Pasts.ask(place(), h -> h.runs(HistoryFilter.ALL, 2));

    assertThat(runs).extracting(PastRun::name).containsExactly("three", "two");
    PastRun two = runs.get(1);
    assertThat(List.of(two.passed(), two.failed(), two.other())).containsExactly(1L, 2L, 0L);
    assertThat(two.kernels()).containsExactly(NEW);
    assertThat(two.command()).isEqualTo("subflow run two");
  }

  @Test
  void notesHowATestEndedBefore() {
    Pasts.write(
        place(),
        run(
            "one",
            "c1",
            passed("A.x", 0),
            result("A.x", Verdict.FAIL, 1, OLD, 1),
            failed("A.x", 2),
            failed("A.x", 9),
            passed("diag.sh:one", 0)));

    assertThat(note("A.x")).contains("failed in 2 of 3 runs before, on " + NEW + " and " + OLD);
    assertThat(note("kselftest:diag.sh:one")).contains("passed once before");
    assertThat(note("A")).isEmpty();
  }

  private Optional<String> note(String test) {
    return Pasts.ask(place(), h -> h.note(test, Pasts.DAY_ONE.plus(Duration.ofDays(9))));
  }

  @Test
  void tellsHowLongSubtestsTake() {
    Pasts.write(
        place(),
        run(
            "one",
            "c1",
            result("diag.sh:one", Verdict.PASS, 0, NEW, 700),
            result("diag.sh:two", Verdict.FAIL, 0, NEW, 700),
            result("other.sh:one", Verdict.PASS, 0, NEW, 700)));

    assertThat(Pasts.<Map<String, Duration>>ask(place(), h -> h.times(List.of("diag.sh"))))
        .isEqualTo(Map.of("diag.sh:one", Duration.ofMillis(700)));
  }

  @Test
  void aRunThatComesTwiceCountsOnce() {
    assertThat(Pasts.write(place(), Pasts.crowd("one", 600))).isEqualTo(600);
    assertThat(Pasts.write(place(), Pasts.crowd("one", 601))).isEqualTo(1);

    assertThat(Pasts.tests(place())).hasSize(601).allMatch(t -> t.runs() == 1);
  }

  @Test
  void hostileNamesStayTextAndAreBounded() {
    String quotes = "'; DROP TABLE result; --\"\\";
    String nul = "a\0b\ud800c";
    String bidi = "\u202etset\u2066\u001b[31m";
    String longOne = "x".repeat(1 << 20);
    Pasts.write(
        place(),
        run(
            "one",
            "c1",
            passed(quotes, 0),
            passed(nul, 0),
            passed(bidi, 0),
            passed(longOne, 0),
            passed(longOne + "y", 0),
            ended("A.x", Verdict.CRASH, 0, NEW, 1)
                .crashes(List.of(splat(quotes + nul, longOne)))
                .build()));

    assertThat(Pasts.tests(place()))
        .extracting(TestPast::test)
        .hasSize(6)
        .contains(quotes, "a\u2400b\ufffdc", bidi)
        .allSatisfy(name -> assertThat(name).hasSizeLessThan(500));
    SplatPast splat = Pasts.<List<SplatPast>>ask(place(), h -> h.splats(HistoryFilter.ALL)).get(0);
    assertThat(splat.title()).startsWith("xxx").hasSizeLessThan(500);
    assertThat(splat.fingerprint()).startsWith(quotes);
  }
}
