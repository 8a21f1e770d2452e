// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TableTest {
  @Test
  void columnsAreAsWideAsTheirWidestCell() {
    Table table = new Table("KIND", "SIZE", "WHAT").row("kernel", "9 B", "x").row("k", "1", "");

    assertThat(table.lines()).containsExactly("KIND    SIZE  WHAT", "kernel  9 B   x", "k       1");
  }

  @Test
  void theLastColumnIsNotPadded() {
    assertThat(new Table("A", "LAST").row("1", "as long as it gets").lines())
        .containsExactly("A  LAST", "1  as long as it gets");
  }

  @Test
  void aCellStaysOnItsLineAndCannotControlTheTerminal() {
    assertThat(new Table("A", "B").row("one\ntwo", "\u001b[31mred").lines())
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).doesNotContain("\n", "\u001b"));
  }
}
