// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import dev.subflow.run.RunListener;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The lines that a run prints where its output is a file. */
final class RunBoardTest {
  private static String said(OptionalInt planned, boolean many, Consumer<RunListener> run) {
    FakeStreams streams = new FakeStreams();
    try (Progress progress = Progress.onOut(streams.files())) {
      run.accept(new RunBoard(progress, new Style(false), planned, many));
    }
    return streams.out();
  }

  private static TestResult result(String id, Verdict verdict) {
    return TestResult.builder("x.Y", id, verdict).build();
  }

  @Test
  void eachTestThatBeginsHasItsNumber() {
    String said =
        said(
            OptionalInt.of(2),
            false,
            board -> {
              board.started("Join.a");
              board.ended(result("Join.a", Verdict.PASS));
              board.started("Join.b");
              board.ended(result("Join.b", Verdict.FAIL));
              board.over();
            });

    assertThat(said.lines())
        .containsExactly(
            "[1/2] Join.a",
            "PASS         Join.a  0.0 s",
            "[2/2] Join.b",
            "FAIL         Join.b  0.0 s");
  }

  @Test
  void aTestBeyondThePlanIsCounted() {
    assertThat(
            said(
                OptionalInt.of(1),
                false,
                board -> {
                  board.oneMore();
                  board.started("Join.a");
                }))
        .isEqualTo("[1/2] Join.a\n");
    assertThat(
            said(
                OptionalInt.empty(),
                false,
                board -> {
                  board.oneMore();
                  board.started("Join.a");
                }))
        .as("without a plan")
        .isEqualTo("[1] Join.a\n");
  }

  @Test
  void ofManyOnlyTroubleIsTold() {
    String said =
        said(
            OptionalInt.of(100),
            true,
            board -> {
              board.ended(result("Join.a#1", Verdict.PASS));
              board.ended(result("Join.a#2", Verdict.SKIP));
              board.ended(result("Join.a#3", Verdict.CRASH));
              board.ended(result("Join.a#4", Verdict.INCONCLUSIVE));
            });

    assertThat(said.lines().filter(line -> line.contains("Join")))
        .containsExactly("CRASH        Join.a#3  0.0 s", "INCONCLUSIVE Join.a#4  0.0 s");
  }

  @Test
  void aTerminalShowsWhatRunsAtOnceAndCountsTheRest() {
    FakeStreams streams = new FakeStreams();
    try (Progress progress = Progress.onOut(streams.terminal())) {
      RunBoard board = new RunBoard(progress, new Style(false), OptionalInt.of(9), true);
      // Of many the attempts are planned, not the tests.
      board.oneMore();
      for (String name : new String[] {"a", "b", "c", "d", "e", "f"}) {
        board.started(name);
      }
      board.ended(result("a", Verdict.FAIL));
      board.attempted();
    }

    assertThat(streams.out())
        .contains("[0/9] a, b, c, d and 2 more")
        .containsPattern("\\[1/9\\] 1 fail, (\\d+ a minute: )?b, c, d, e and 1 more");
  }
}
