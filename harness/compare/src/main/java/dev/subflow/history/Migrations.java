// SPDX-License-Identifier: Apache-2.0
package dev.subflow.history;

import dev.subflow.cache.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Steps to the schema, numbered from 1; a database remembers which it has had, by their digests.
 *
 * @param steps texts of SQL whose statements end with a semicolon at the end of a line
 */
record Migrations(List<String> steps) {
  private static final int NEWEST = 1;

  /** Those that come with this version. */
  static final Migrations OF_THIS_VERSION = new Migrations(read(NEWEST));

  Migrations {
    steps = List.copyOf(steps);
  }

  /**
   * Brings a database up to date.
   *
   * @throws SchemaException where it has steps that this version does not know
   */
  void apply(Connection connection) throws SQLException {
    if (done(connection).size() < steps.size()) {
      Drivers.inTransaction(
          connection,
          open -> {
            Drivers.lockMigrations(open);
            return migrate(open);
          });
    }
    require(done(connection));
  }

  private int migrate(Connection connection) throws SQLException {
    execute(
        connection,
        "CREATE TABLE IF NOT EXISTS migration (step INTEGER NOT NULL PRIMARY KEY, digest TEXT NOT"
            + " NULL)");
    List<String> done = done(connection);
    require(done);
    for (int i = done.size(); i < steps.size(); i++) {
      for (String statement : statements(steps.get(i))) {
        execute(connection, statement);
      }
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO migration (step, digest) VALUES (?, ?)")) {
        insert.setInt(1, i + 1);
        insert.setString(2, Digests.of(steps.get(i)));
        insert.executeUpdate();
      }
    }
    return steps.size();
  }

  private void require(List<String> done) throws SchemaException {
    if (done.size() > steps.size()) {
      throw new SchemaException(
          "its schema has step "
              + done.size()
              + ", and this version of Subflow knows "
              + steps.size()
              + ": a newer one has used it");
    }
    for (int i = 0; i < done.size(); i++) {
      if (!done.get(i).equals(Digests.of(steps.get(i)))) {
        throw new SchemaException(
            "step " + (i + 1) + " of its schema is not the one of this version of Subflow");
      }
    }
  }

  /** Digests of the steps that a database has had; none where it is new. */
  private static List<String> done(Connection connection) throws SQLException {
    List<String> digests = new ArrayList<>();
    if (!hasTable(connection)) {
      return digests;
    }
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT digest FROM migration ORDER BY step")) {
      while (rows.next()) {
        digests.add(rows.getString(1));
      }
      return digests;
    }
  }

  private static boolean hasTable(Connection connection) throws SQLException {
    try (ResultSet tables =
        connection
            .getMetaData()
            .getTables(null, connection.getSchema(), "migration", new String[] {"TABLE"})) {
      return tables.next();
    }
  }

  /** Without comments, as in {@code -- SPDX-License-Identifier: Apache-2.0}. */
  private static List<String> statements(String step) {
    String text = step.replaceAll("(?m)^--.*$", "");
    return Arrays.stream(text.split(";\\s*(?:\n|$)", -1))
        .map(String::strip)
        .filter(statement -> !statement.isEmpty())
        .toList();
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<String> read(int newest) {
    List<String> steps = new ArrayList<>();
    for (int number = 1; number <= newest; number++) {
      try (InputStream stream = Migrations.class.getResourceAsStream(number + ".sql")) {
        if (stream == null) {
          throw new IllegalStateException("the step " + number + " of the schema is missing");
        }
        steps.add(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return steps;
  }
}
