// SPDX-License-Identifier: Apache-2.0
package dev.subflow.ktap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KtapReportTest {
  private static final String SCRIPT =
      """
      001 no JOIN
            syn                                 [ OK ]
      TAP version 13
      1..5
      ok 1 - mptcp_join: no JOIN # time=1234ms
      ok 2 - mptcp_join: Infinite map # IGNORE Flaky time=2345ms
      ok 3 - mptcp_join: laminar # SKIP time=12ms
      # expected 1 RST, got 2
      not ok 4 - mptcp_join: fastclose
      not ok 5 - diag: many msk socket present # timeout time=20123ms
      """;

  @Test
  void aScriptsBlock() {
    KtapReport report = KtapReport.parse(SCRIPT);
    assertThat(report.version()).contains("TAP version 13");
    assertThat(report.planned()).hasValue(5);
    assertThat(report.isSound()).as("%s", report.problems()).isTrue();
    assertThat(report.points())
        .extracting(TestPoint::outcome)
        .containsExactly(
            Outcome.PASS, Outcome.IGNORED, Outcome.SKIP, Outcome.FAIL, Outcome.TIMEOUT);
    TestPoint first = report.points().get(0);
    assertThat(first.name()).isEqualTo("mptcp_join: no JOIN");
    assertThat(first.time()).contains(Duration.ofMillis(1234));
    assertThat(report.points().get(3).diagnostics()).containsExactly("expected 1 RST, got 2");
    assertThat(report.other()).hasSize(2);
  }

  @Test
  void theRunnersPrefixesAreNesting() {
    StringBuilder text =
        new StringBuilder(
            "TAP version 13\n1..1\n# timeout set to 1800\n# selftests: net/mptcp: x\n");
    SCRIPT.lines().forEach(line -> text.append("# ").append(line).append('\n'));
    text.append("not ok 1 selftests: net/mptcp: mptcp_join.sh # exit=1\n");

    KtapReport report = KtapReport.parse(text.toString());

    assertThat(report.isSound()).as("%s", report.problems()).isTrue();
    assertThat(report.points()).hasSize(1);
    TestPoint script = report.points().get(0);
    assertThat(script.name()).isEqualTo("selftests: net/mptcp: mptcp_join.sh");
    assertThat(script.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(script.directive()).isEqualTo("exit=1");
    assertThat(script.subtests()).isEqualTo(KtapReport.parse(SCRIPT).points());
  }

  @Test
  void kunitNestsByIndentationAndComesThroughTheKernelsLog() {
    KtapReport report =
        KtapReport.parse(
            """
            [    1.000000] KTAP version 1
            [    1.000001] 1..2
            [    1.000002]     KTAP version 1
            [    1.000003]     # Subtest: mptcp-crypto
            [    1.000004]     # module: mptcp_crypto_test
            [    1.000005]     1..1
            [    1.100000] random: crng init done
            [    1.200000]     ok 1 mptcp_crypto_test_basic
            [    1.200001] ok 1 mptcp-crypto
            [    1.200002][    T1]     KTAP version 1
            [    1.200003]     # Subtest: mptcp-token
            [    1.200004]     1..2
            [    1.200005]     # mptcp_token_test_req_basic: EXPECTATION FAILED at token_test.c:12
            [    1.200006]     not ok 1 mptcp_token_test_req_basic
            [    1.200007]     ok 2 mptcp_token_test_accept
            [    1.200008] not ok 2 mptcp-token
            """);
    assertThat(report.isSound()).as("%s", report.problems()).isTrue();
    assertThat(report.leaves())
        .extracting(TestPoint::name)
        .containsExactly(
            "mptcp_crypto_test_basic", "mptcp_token_test_req_basic", "mptcp_token_test_accept");
    assertThat(report.points().get(1).subtests().get(0).diagnostics())
        .containsExactly("mptcp_token_test_req_basic: EXPECTATION FAILED at token_test.c:12");
    assertThat(report.other()).hasSize(1);
  }

  @Test
  void resultsThatAreMissingAreNamed() {
    KtapReport report = KtapReport.parse("1..4\nok 1 a\nok 3 c\n");
    assertThat(report.isSound()).isFalse();
    assertThat(report.problems()).containsExactly("it plans 4 results but has 2; missing: 2, 4");
  }

  @Test
  void duplicatesAreKeptApart() {
    KtapReport report = KtapReport.parse("1..2\nok 1 a\nnot ok 1 a\n");
    assertThat(report.points())
        .extracting(TestPoint::outcome)
        .containsExactly(Outcome.PASS, Outcome.FAIL);
    assertThat(report.problems()).containsExactly("result 1 came twice");
  }

  @Test
  void aLastLineThatWasCutIsNoResult() {
    KtapReport report = KtapReport.parse("1..1\nok 1 a # SK");
    assertThat(report.points()).isEmpty();
    assertThat(report.problems()).hasSize(2).anyMatch(p -> p.contains("\"ok 1 a # SK\""));
  }

  @Test
  void withoutAPlanNothingIsCertain() {
    assertThat(KtapReport.parse("ok 1 a\n").problems())
        .containsExactly("it has no plan, so nobody knows whether results are missing");
    assertThat(KtapReport.parse("").isSound()).isTrue();
    assertThat(KtapReport.parse("").points()).isEmpty();
  }

  @Test
  void aParentThatContradictsItsSubtestsFails() {
    KtapReport report = KtapReport.parse("1..1\n    1..1\n    not ok 1 b\nok 1 a\n");
    assertThat(report.points().get(0).outcome()).isEqualTo(Outcome.FAIL);
    assertThat(report.problems()).containsExactly("\"a\" says ok but a subtest of it does not");
  }

  @Test
  void subtestsOfARunnerThatDiedAreKept() {
    KtapReport report =
        KtapReport.parse(
            "TAP version 13\n1..2\n# TAP version 13\n# 1..3\n# ok 1 - x\n# not ok 2 y\n");
    assertThat(report.isSound()).isFalse();
    assertThat(report.leaves()).extracting(TestPoint::name).containsExactly("x", "y");
    assertThat(report.points().get(0).outcome()).isEqualTo(Outcome.ERROR);
  }

  @Test
  void givingUp() {
    KtapReport report = KtapReport.parse("1..2\nok 1 a\nBail out! no network\n");
    assertThat(report.bailedOut()).contains("no network");
    assertThat(report.isSound()).isFalse();
  }

  @Test
  void aWholeSkip() {
    KtapReport report = KtapReport.parse("TAP version 13\n1..0 # SKIP no module\n");
    assertThat(report.isSound()).isTrue();
    assertThat(report.planned()).hasValue(0);
  }

  @Test
  void aCommentThatLooksLikeAResultIsNone() {
    KtapReport report = KtapReport.parse("1..1\n# ok 7 - not mine\n# 12 bytes\nok 1 a\n");
    assertThat(report.points()).hasSize(1);
    assertThat(report.points().get(0).diagnostics()).containsExactly("ok 7 - not mine", "12 bytes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ok 1 - a          | PASS    | a     | ''",
        "ok                | PASS    | ''    | ''",
        "ok 1 # SKIP       | SKIP    | ''    | SKIP",
        "not ok 1 a # TODO | XFAIL   | a     | TODO",
        "ok 1 a # TODO     | PASS    | a     | TODO",
        "ok 1 a # XFAIL b  | XFAIL   | a     | XFAIL b",
        "ok 1 a#b \\# c    | PASS    | a#b # c | ''",
        "ok 1 a # skip: no | SKIP    | a     | skip: no",
        "not ok 1 a # ERROR| ERROR   | a     | ERROR",
        "not ok 1 a # TIMEOUT 45 seconds | TIMEOUT | a | TIMEOUT 45 seconds",
        "not ok 1 a # exit=255 | FAIL | a | exit=255",
      })
  void directives(String line, Outcome outcome, String name, String directive) {
    List<TestPoint> points = KtapReport.parse(line + "\n").points();
    assertThat(points).hasSize(1);
    assertThat(points.get(0).outcome()).isEqualTo(outcome);
    assertThat(points.get(0).name()).isEqualTo(name);
    assertThat(points.get(0).directive()).isEqualTo(directive);
  }

  /** Wherever the output was cut, nothing is made up and nothing passes for whole. */
  @Test
  void everyCutIsNoticed() {
    List<TestPoint> whole = KtapReport.parse(SCRIPT).points();
    for (int end = SCRIPT.indexOf("1..5") + 5; end < SCRIPT.length(); end++) {
      KtapReport cut = KtapReport.parse(SCRIPT.substring(0, end));
      assertThat(cut.isSound()).as("%s", SCRIPT.substring(0, end)).isFalse();
      assertThat(cut.points()).isEqualTo(whole.subList(0, cut.points().size()));
    }
  }
}
