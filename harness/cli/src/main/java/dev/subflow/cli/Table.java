// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.report.Sanitizer;
import java.util.ArrayList;
import java.util.List;

/** Rows of text in columns as wide as their widest cell; the last column is left as it is. */
final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  Table(String... titles) {
    rows.add(List.of(titles));
  }

  /** Adds a row; cells are made harmless for a terminal. */
  Table row(String... cells) {
    List<String> row = new ArrayList<>();
    for (String cell : cells) {
      row.add(Sanitizer.line(cell));
    }
    rows.add(row);
    return this;
  }

  /** The lines, the first one the titles. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        String cell = row.get(column);
        line.append(cell);
        if (column < row.size() - 1) {
          line.append(" ".repeat(width(column) - cell.length() + 2));
        }
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }
}
