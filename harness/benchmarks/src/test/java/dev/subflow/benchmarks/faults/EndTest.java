// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks.faults;

import static dev.subflow.report.Verdict.CRASH;
import static dev.subflow.report.Verdict.FAIL;
import static dev.subflow.report.Verdict.INCONCLUSIVE;
import static dev.subflow.report.Verdict.PASS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class EndTest {
  @Test
  void theWorstVerdictDecides() {
    assertThat(End.of(0, List.of(PASS, PASS))).isEqualTo(End.PASS);
    assertThat(End.of(1, List.of(PASS, FAIL, CRASH))).isEqualTo(End.CRASH);
    assertThat(End.of(1, List.of(INCONCLUSIVE, FAIL))).isEqualTo(End.FAIL);
    assertThat(End.of(3, List.of(PASS, INCONCLUSIVE))).isEqualTo(End.INCONCLUSIVE);
  }

  @Test
  void aRunWithoutResultsIsInconclusiveOrNothing() {
    assertThat(End.of(3, List.of())).isEqualTo(End.INCONCLUSIVE);
    assertThat(End.of(0, List.of())).isEqualTo(End.CONTRADICTION);
    assertThat(End.of(2, List.of())).isEqualTo(End.CONTRADICTION);
  }

  @Test
  void theExitCodeHasToAgree() {
    assertThat(End.of(0, List.of(CRASH))).isEqualTo(End.CONTRADICTION);
    assertThat(End.of(1, List.of(PASS))).isEqualTo(End.CONTRADICTION);
    assertThat(End.ofChange(0, List.of("CRASHED"))).isEqualTo(End.CONTRADICTION);
  }

  @Test
  void signalsEndWithoutAVerdict() {
    assertThat(End.of(137, List.of(PASS))).isEqualTo(End.KILLED);
    assertThat(End.of(143, List.of(PASS))).isEqualTo(End.INTERRUPTED);
    assertThat(End.of(130, List.of())).isEqualTo(End.INTERRUPTED);
    assertThat(End.ofChange(137, List.of())).isEqualTo(End.KILLED);
  }

  @Test
  void changesOfAComparison() {
    assertThat(End.ofChange(0, List.of("UNCHANGED", "UNCHANGED"))).isEqualTo(End.PASS);
    assertThat(End.ofChange(1, List.of("UNCHANGED", "CRASHED"))).isEqualTo(End.CRASH);
    assertThat(End.ofChange(1, List.of("REGRESSED"))).isEqualTo(End.FAIL);
    assertThat(End.ofChange(3, List.of("INCONCLUSIVE"))).isEqualTo(End.INCONCLUSIVE);
    assertThat(End.ofChange(3, List.of())).isEqualTo(End.INCONCLUSIVE);
  }
}
