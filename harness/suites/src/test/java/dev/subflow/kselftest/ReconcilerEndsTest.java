// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.subflow.ktap.Outcome;
import java.time.Duration;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ends that tools/testing/selftests/kselftest.h has words for. */
final class ReconcilerEndsTest {
  private static final String HEAD = "TAP version 13\n1..3\n";

  private static List<SubtestResult> results(String output, int exitCode, String... known) {
    return new Reconciler(
            Slice.whole("prog", List.of(known), Duration.ZERO), output, ScriptEnd.exited(exitCode))
        .results();
  }

  private static List<Tuple> outcomes(List<SubtestResult> results) {
    return results.stream().map(r -> tuple(r.name(), r.outcome())).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4})
  void whatATestThatBailsOutDidNotComeToIsMissing(int exitCode) {
    List<SubtestResult> results = results(HEAD + "ok 1 - first\nBail out! no memory\n", exitCode);

    assertThat(outcomes(results))
        .containsExactly(
            tuple("first", Outcome.PASS),
            tuple("prog", Outcome.FAIL),
            tuple("result 2", Outcome.MISSING),
            tuple("result 3", Outcome.MISSING));
    assertThat(results.get(1).message()).contains("Bail out!").contains("no memory");
  }

  @Test
  void whatItHadBeforeIsMissingByName() {
    assertThat(outcomes(results(HEAD + "ok 1 - first\nBail out!\n", 0, "first", "second")))
        .containsExactly(
            tuple("first", Outcome.PASS),
            tuple("prog", Outcome.FAIL),
            tuple("second", Outcome.MISSING));
  }

  @Test
  void aTestThatBailsOutBeforeItsFirstLineOfTapIsNoPass() {
    assertThat(outcomes(results("hello\nBail out! no device\n", 0)))
        .containsExactly(tuple("prog", Outcome.FAIL));
    assertThat(outcomes(results(HEAD + "Bail out! no device\n", 4)))
        .contains(tuple("prog", Outcome.FAIL), tuple("result 1", Outcome.MISSING));
  }

  @Test
  void aPlanOfMillionsIsNotListed() {
    List<SubtestResult> results = results("TAP version 13\n1..999999999\nBail out!\n", 0);

    assertThat(results).hasSizeBetween(10, 2_000);
    assertThat(results.get(results.size() - 1).outcome()).isEqualTo(Outcome.MISSING);
    assertThat(results.get(results.size() - 1).name()).contains("999999999");
  }

  @Test
  void resultsWithoutAVersionCountWhereThereIsAPlan() {
    assertThat(outcomes(results("1..2\nok 1 a\nnot ok 2 b\n", 0)))
        .containsExactly(tuple("a", Outcome.PASS), tuple("b", Outcome.FAIL));
    assertThat(outcomes(results("all is\nok\n", 0)))
        .as("a word is no result")
        .containsExactly(tuple("prog", Outcome.PASS));
  }

  @Test
  void aProgramMaySkipTheRestOfItsPlan() {
    // What ksft_exit_skip() prints after results.
    String said = HEAD + "ok 1 a\nok 2 # SKIP no such device\n";

    List<SubtestResult> results = results(said, 4);

    assertThat(outcomes(results))
        .containsExactly(
            tuple("a", Outcome.PASS), tuple("prog", Outcome.SKIP), tuple("result 3", Outcome.SKIP));
    assertThat(results.get(2).message()).contains("no such device");
    assertThat(outcomes(results(said, 0)))
        .as("without the exit code nobody says so")
        .doesNotContain(tuple("result 3", Outcome.SKIP));
  }

  @Test
  void anExitCodeOfSkipHidesNoFailure() {
    assertThat(results("001 first\n      check [FAIL] got 1\n", 4))
        .extracting(SubtestResult::outcome)
        .doesNotContain(Outcome.SKIP);
  }

  @Test
  void anExpectedFailureIsNoneOnlyWhereTheResultsSayThatToo() {
    assertThat(outcomes(results("TAP version 13\n1..1\nnot ok 1 a # XFAIL known\n", 2)))
        .containsExactly(tuple("a", Outcome.XFAIL));
    assertThat(outcomes(results("sh: syntax error\n", 2)))
        .containsExactly(tuple("prog", Outcome.FAIL));
    assertThat(outcomes(results("TAP version 13\n1..1\nok 1 a\n", 2)))
        .containsExactly(tuple("a", Outcome.PASS), tuple("prog", Outcome.FAIL));
  }

  @Test
  void anExpectedFailureThatPassedIsAFailureAndSaysWhatItIs() {
    List<SubtestResult> results = results("TAP version 13\n1..1\nok 1 a\n", 3);

    assertThat(outcomes(results)).contains(tuple("prog", Outcome.FAIL));
    assertThat(results.get(1).message()).contains("KSFT_XPASS");
  }
}
