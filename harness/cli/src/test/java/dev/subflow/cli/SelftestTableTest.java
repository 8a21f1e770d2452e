// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.kselftest.SelftestHistory.Attempt;
import dev.subflow.ktap.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SelftestTableTest {
  private static Attempt attempt(String kernel, String id, Outcome outcome, long millis) {
    return new Attempt(kernel, "bundle", id, outcome, millis);
  }

  private static List<String> lines(Attempt... attempts) {
    return new SelftestTable(List.of(attempts)).lines();
  }

  @Test
  void aSubtestHasALineForEachKernel() {
    assertThat(
            lines(
                attempt("7.3.4-1", "join.sh:b", Outcome.FAIL, 1500),
                attempt("6.12.1-1", "join.sh:b", Outcome.PASS, 1500),
                attempt("7.3.4-1", "join.sh:b", Outcome.PASS, 2500),
                attempt("7.3.4-1", "diag.sh:a", Outcome.SKIP, -1)))
        .containsExactly(
            "RUNS  PASS  FAIL  SKIP  LAST   KERNEL    SUBTEST",
            "1     0     0     1     0.0 s  7.3.4-1   diag.sh:a",
            "1     1     0     0     1.5 s  6.12.1-1  join.sh:b",
            "2     1     1     0     2.5 s  7.3.4-1   join.sh:b");
  }

  @Test
  void rareEndsHaveAColumnOnlyWhereThereAreAny() {
    assertThat(
            lines(
                attempt("7.3.4-1", "join.sh:a", Outcome.CRASH, -1),
                attempt("7.3.4-1", "join.sh:a", Outcome.PASS, 1000),
                attempt("7.3.4-1", "join.sh:b", Outcome.MISSING, -1)))
        .containsExactly(
            "RUNS  PASS  FAIL  SKIP  CRASH  MISSING  LAST   KERNEL   SUBTEST",
            "2     1     0     0     1      0        1.0 s  7.3.4-1  join.sh:a",
            "1     0     0     0     0      1        0.0 s  7.3.4-1  join.sh:b");
    assertThat(
            lines(
                attempt("7.3.4-1", "join.sh:a", Outcome.IGNORED, 1000),
                attempt("7.3.4-1", "join.sh:a", Outcome.INCONCLUSIVE, 1000)))
        .containsExactly(
            "RUNS  PASS  FAIL  SKIP  IGNORED  INCONCLUSIVE  LAST   KERNEL   SUBTEST",
            "2     0     0     0     1        1             1.0 s  7.3.4-1  join.sh:a");
  }

  @Test
  void withoutAttemptsThereAreOnlyTitles() {
    assertThat(lines()).containsExactly("RUNS  PASS  FAIL  SKIP  LAST  KERNEL  SUBTEST");
  }
}
