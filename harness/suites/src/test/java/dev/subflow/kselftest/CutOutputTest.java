// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.subflow.ktap.Outcome;
import java.time.Duration;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/** Results of output of which the middle is not known. */
final class CutOutputTest {
  private static List<Tuple> outcomes(String head, String tail, int exitCode, String... known) {
    Slice slice = Slice.whole("prog", List.of(known), Duration.ZERO);
    return new Reconciler(slice, new Printed(head, 5000, tail), ScriptEnd.exited(exitCode))
        .results().stream().map(r -> tuple(r.name(), r.outcome())).toList();
  }

  @Test
  void pointsThatWereLeftOutAreMissing() {
    assertThat(outcomes("TAP version 13\n1..4\nok 1 - a\n", "ok 4 - d\n# Totals: pass:4\n", 0))
        .containsExactly(
            tuple("a", Outcome.PASS),
            tuple("d", Outcome.PASS),
            tuple("prog", Outcome.MISSING),
            tuple("result 2", Outcome.MISSING),
            tuple("result 3", Outcome.MISSING));
  }

  @Test
  void withoutItsPlanAnExitCodeOfSuccessIsNoPass() {
    assertThat(outcomes("hello\n", "ok 4 - d\n", 0))
        .contains(tuple("prog", Outcome.MISSING))
        .doesNotContain(tuple("prog", Outcome.PASS));
    assertThat(outcomes("hello\n", "bye\n", 1)).containsExactly(tuple("prog", Outcome.FAIL));
  }

  @Test
  void aWholeBlockInTheTailIsBelieved() {
    String block = "TAP version 13\n1..2\nok 1 - prog: a\nnot ok 2 - prog: b\n";

    assertThat(outcomes("001 a\n      check [ OK ]\n", "      check [ OK ]\n" + block, 1))
        .containsExactly(tuple("a", Outcome.PASS), tuple("b", Outcome.FAIL));
  }

  @Test
  void theSubtestThatIsCutIsNoPassAndThoseAfterItCount() {
    String head = "001 a\n      check [ OK ]\n002 b\n      check [ OK ]\n";
    String tail = "      check [ OK ]\n009 i\n      check [ OK ]\n";

    assertThat(outcomes(head, tail, 0, "a", "b", "c", "i"))
        .containsExactly(
            tuple("a", Outcome.PASS),
            tuple("b", Outcome.MISSING),
            tuple("i", Outcome.PASS),
            tuple("prog", Outcome.MISSING),
            tuple("c", Outcome.MISSING));
    assertThat(outcomes(head + "      more [FAIL]\n", tail, 1)).contains(tuple("b", Outcome.FAIL));
  }
}
