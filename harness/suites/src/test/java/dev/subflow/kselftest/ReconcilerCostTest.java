// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.subflow.ktap.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Output that a hostile script prints costs its length. */
final class ReconcilerCostTest {
  private static final int MEGABYTES = 4 << 20;
  private static final Duration ENOUGH = Duration.ofSeconds(30);

  private static List<SubtestResult> results(String output, ScriptEnd end, String... known) {
    Slice slice = Slice.whole("prog", List.of(known), Duration.ZERO);
    return assertTimeoutPreemptively(ENOUGH, () -> new Reconciler(slice, output, end).results());
  }

  @Test
  void resultsOfOneName() {
    String output = "TAP version 13\n1..100000\n" + numbered("ok %d same\n", 100_000);

    List<SubtestResult> results = results(output, ScriptEnd.exited(0));

    assertThat(results).hasSize(100_000).extracting(SubtestResult::name).doesNotHaveDuplicates();
    assertThat(results.get(99_999).name()).isEqualTo("same #100000");
  }

  @Test
  void titlesOfWhichNoneIsAName() {
    String said = numbered("0001 title of %d [FAIL] got 1\n", 20_000);
    String block = "TAP version 13\n1..20001\n" + numbered("not ok %d - a name\n", 20_001);

    assertThat(results(said + block, ScriptEnd.exited(1))).hasSize(20_001);
  }

  @Test
  void titlesOfAScriptThatHadManySubtestsBefore() {
    String said = numbered("0001 title of %d [ OK ]\n", 20_000);
    String[] known = numbered("subtest %d\n", 20_000).split("\n");

    assertThat(results(said, ScriptEnd.crashed("panic"), known)).hasSize(40_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"001 a", "TEST: a", "001 a (duration", "[", "ok 1 ", "# ", "Bail out!", "1..1"})
  void oneLineOfMegabytes(String begin) {
    String blanks = begin + " ".repeat(MEGABYTES) + "\u2028x\n";
    String brackets = begin + " [".repeat(MEGABYTES / 2) + "\u2028x\n";

    results(blanks + brackets, ScriptEnd.exited(0));
    List<SubtestResult> results =
        results("TAP version 13\n1..2\nok 1 a\n" + blanks + brackets, ScriptEnd.exited(0));

    assertThat(results)
        .anyMatch(r -> r.outcome() != Outcome.PASS)
        .allMatch(r -> r.message().length() < 1 << 20)
        .allMatch(r -> r.name().length() < 1_000);
  }

  @Test
  void aNameThatAMillionResultsAreBelow() {
    String output =
        "TAP version 13\n1..1\n" + "  ok 1\n".repeat(200_000) + "ok 1 " + "n".repeat(15_000) + "\n";

    assertThat(results(output, ScriptEnd.exited(0))).allMatch(r -> r.name().length() < 1_000);
  }

  private static String numbered(String line, int times) {
    StringBuilder lines = new StringBuilder();
    String[] parts = line.split("%d", 2);
    for (int i = 1; i <= times; i++) {
      lines.append(parts[0]).append(i).append(parts[1]);
    }
    return lines.toString();
  }
}
