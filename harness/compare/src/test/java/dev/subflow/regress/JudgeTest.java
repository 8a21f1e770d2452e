// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.report.TestResult;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JudgeTest {
  private final Judge judge = new Judge(new Rules(0.01, 20));

  @ParameterizedTest
  @CsvSource({
    "p, p, UNCHANGED",
    "f, f, UNCHANGED",
    "w, w, UNCHANGED",
    "s, s, UNCHANGED",
    "ppppp, fffff, REGRESSED",
    "fffff, ppppp, FIXED",
    "wwwww, ppppp, FIXED",
    "s, p, NEW",
    "s, f, NEW",
    "'', p, NEW",
    "p, s, GONE",
    "p, '', GONE",
    "p, iiiii, INCONCLUSIVE",
    "iiiii, p, INCONCLUSIVE",
    "ppppp, xpxpp, CRASHED",
    "ppppp, xpppp, CRASHED",
    "ppppp, lpppp, INCONCLUSIVE",
    "ll, pl, FLAKY_LATER",
    "s, xx, CRASHED",
    "ff, xx, CRASHED",
    "pppppppppppppppppppp, pfpppppppppppppppppp, FLAKY",
    "pfpfpfpfpfpfpfpfpfpf, pfpfpfpfpfpfpfpfpfpf, FLAKY",
    "pppppppppppppppppppp, ffffffffffffpppppppp, REGRESSED",
    "pppppipppp, ffffffffff, REGRESSED"
  })
  void judges(String base, String patched, String expected) {
    Judgement judgement = judge.judge(Runs.of(base), Runs.of(patched));

    if (expected.equals("FLAKY_LATER")) {
      assertThat(judgement.wanted()).isPositive();
    } else {
      assertThat(judgement.change()).isEqualTo(Change.valueOf(expected));
      assertThat(judgement.wanted()).as("final").isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "p, f, 5",
    "f, p, 5",
    "pp, ff, 5",
    "ppppp, fpfff, 10",
    "pppppppppp, pfpppppppp, 20",
    "p, i, 2",
    "p, x, 2",
    "pp, xp, 3",
    "p, xx, 2",
    "ppppp, fffii, 7"
  })
  void wantsMoreRuns(String base, String patched, int wanted) {
    assertThat(judge.judge(Runs.of(base), Runs.of(patched)).wanted()).isEqualTo(wanted);
  }

  @Test
  void whatNoKernelDidBeforeIsChangedAndNoRegression() {
    Tally not = Runs.of("ppppp");
    Tally does = doingMore(Runs.of("fffff"));

    assertThat(judge.judge(not, does).change()).isEqualTo(Change.CHANGED);
    assertThat(judge.judge(does, not).change()).as("the other way").isEqualTo(Change.CHANGED);
    assertThat(judge.judge(not, doingMore(Runs.of("ffff")).with(Runs.result('f'))).change())
        .as("once it failed for another reason")
        .isEqualTo(Change.REGRESSED);
    assertThat(judge.judge(not, doingMore(Runs.of("xxxxx"))).change())
        .as("a crash is a crash")
        .isEqualTo(Change.CRASHED);
    assertThat(judge.judge(does, does).change()).isEqualTo(Change.UNCHANGED);
    assertThat(Change.CHANGED.exitCode()).isZero();
  }

  private static Tally doingMore(Tally tally) {
    return new Tally(
        tally.results().stream()
            .map(
                r ->
                    TestResult.builder(r.className(), r.id(), r.verdict())
                        .tags(List.of(TestResult.UNTIL_KERNEL_DOES))
                        .crashes(r.crashes())
                        .build())
            .toList());
  }

  /** On slow debug kernels tests fail as they please; what a kernel prints it means. */
  @ParameterizedTest
  @CsvSource({
    "p, p, UNCHANGED, 0",
    "p, f, UNCHANGED, 0",
    "f, p, UNCHANGED, 0",
    "p, s, UNCHANGED, 0",
    "s, p, UNCHANGED, 0",
    "x, x, UNCHANGED, 0",
    "w, p, UNCHANGED, 0",
    "p, x, CRASHED, 2",
    "p, i, INCONCLUSIVE, 2",
    "iiiii, x, INCONCLUSIVE, 0",
    "ppppp, xpxpp, CRASHED, 0",
    "fffff, xfxff, CRASHED, 0",
    "xpppp, xxxxx, UNCHANGED, 0"
  })
  void judgesBySplatsAlone(String base, String patched, Change expected, int wanted) {
    Judgement judgement =
        Judge.ofSplats(new Rules(0.01, 20)).judge(Runs.of(base), Runs.of(patched));

    assertThat(judgement.change()).isEqualTo(expected);
    assertThat(judgement.wanted()).isEqualTo(wanted);
  }

  @Test
  void oneAgainstOneIsNeverEnough() {
    Judge lax = new Judge(new Rules(0.4, 20));

    assertThat(lax.judge(Runs.of("p"), Runs.of("f")).wanted()).isPositive();
  }

  /** The chance that is promised, over many flaky tests that did not change. */
  @ParameterizedTest
  @CsvSource({"0.1", "0.3", "0.5", "0.8"})
  void callsNoMoreRegressionsByChanceThanAllowed(double failureRate) {
    Random random = new Random(7);
    int trials = 4000;
    int wrong = 0;
    for (int i = 0; i < trials; i++) {
      Tally base = Tally.NONE;
      Tally patched = Tally.NONE;
      int wanted = 1;
      while (wanted > 0) {
        while (base.attempts() < wanted) {
          base = base.with(Runs.result(random.nextDouble() < failureRate ? 'f' : 'p'));
          patched = patched.with(Runs.result(random.nextDouble() < failureRate ? 'f' : 'p'));
        }
        Judgement judgement = judge.judge(base, patched);
        wanted = judgement.wanted();
        wrong += wanted == 0 && judgement.change() == Change.REGRESSED ? 1 : 0;
      }
    }
    assertThat(wrong).isLessThanOrEqualTo((int) (trials * 0.01));
  }
}
