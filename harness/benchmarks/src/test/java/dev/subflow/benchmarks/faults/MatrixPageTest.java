// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class MatrixPageTest {
  private static final MatrixPage PAGE =
      new MatrixPage(List.of("panic", "QEMU stopped"), List.of("first", "regress"));

  private static final Try RIGHT = TriesTest.of("panic", "first", End.CRASH, End.CRASH, "");
  private static final Try WRONG =
      TriesTest.of("panic", "first", End.CRASH, End.PASS, "exit 0: <a|b>");

  @Test
  void aCellCountsTriesAndNamesOtherEnds() {
    assertThat(PAGE.text(List.of(RIGHT, RIGHT)))
        .contains("| fault | first | regress |\n|---|---|---|\n| panic | 2/2 CRASH | – |\n")
        .contains("2 of 2 tries were right")
        .doesNotContain("What was not right");
    assertThat(PAGE.text(List.of(RIGHT, WRONG, WRONG)))
        .contains("| panic | **1/3 CRASH** (2 PASS) | – |\n")
        .contains("1 of 3 tries were right");
  }

  @Test
  void evidenceIsCountedOverAllRunsOfAFault() {
    assertThat(PAGE.text(List.of(RIGHT, WRONG)))
        .contains("| fault | cause | console | last command | honest | bounded | nothing left |\n")
        .contains("| panic | – | – | 2/2 | – | – | **1/2** |\n");
  }

  @Test
  void whatWasWrongIsToldInAWayThatKeepsTheTable() {
    assertThat(PAGE.text(List.of(RIGHT, WRONG)))
        .contains("| panic | first | 2026-11-29 01:02 | exit 0: &lt;a\\|b> |\n");
  }

  @Test
  void machinesAndKernelsAreNamed() {
    assertThat(PAGE.text(List.of(RIGHT, RIGHT)))
        .endsWith(
            "| 2 processors | 6.12.1-1 | first | 2 | 2026-11-29 01:02 | 2026-11-29 01:02 |\n");
  }
}
