// SPDX-License-Identifier: Apache-2.0
package dev.subflow.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Rows of queries as values. */
final class Rows {
  private static final int AT_ONCE = 5000;

  private Rows() {}

  /** Makes a value of a row. */
  @FunctionalInterface
  interface Reader<T> {
    T of(ResultSet row) throws SQLException;
  }

  /** All rows of a query with these values for its question marks. */
  static <T> List<T> of(Connection connection, String sql, List<Object> values, Reader<T> reader)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setFetchSize(AT_ONCE);
      for (int i = 0; i < values.size(); i++) {
        statement.setObject(i + 1, values.get(i));
      }
      List<T> all = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          all.add(reader.of(rows));
        }
      }
      return all;
    }
  }
}
