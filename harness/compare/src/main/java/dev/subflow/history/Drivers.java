// SPDX-License-Identifier: Apache-2.0
package dev.subflow.history;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections to both kinds of databases; only the driver of the one that is opened is loaded. All
 * that tells them apart, but for the file itself, is here.
 */
final class Drivers {
  private static final Logger log = LoggerFactory.getLogger(Drivers.class);

  private static final int BUSY_MILLIS = 20_000;
  private static final String CONNECT_SECONDS = "5";
  private static final String ANSWER_SECONDS = "30";

  /** Any number will do that no other program takes for its lock in the same database. */
  private static final long MIGRATION_LOCK = 8684;

  private Drivers() {}

  /** The connection commits each statement by itself. */
  static Connection connect(HistoryPlace place) throws SQLException {
    return place.file().isPresent() ? sqlite(place, place.file().get()) : postgresql(place);
  }

  private static Connection sqlite(HistoryPlace place, Path file) throws SQLException {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "parent");
    Folder.make(folder);
    unpackBeside(place);
    Connection connection = load("org.sqlite.JDBC", place.url(), new Properties());
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = " + BUSY_MILLIS);
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = NORMAL");
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** The driver unpacks a library, and clears away what a process left that was killed. */
  private static void unpackBeside(HistoryPlace place) throws SQLException {
    String property = "org.sqlite.tmpdir";
    if (System.getProperty(property) == null) {
      Path folder = HistoryPlace.inCache(place.cache()).file().orElseThrow().resolveSibling("lib");
      Folder.make(folder);
      if (Files.isWritable(folder)) {
        System.setProperty(property, folder.toString());
      }
    }
  }

  private static Connection postgresql(HistoryPlace place) throws SQLException {
    Properties settings = new Properties();
    settings.setProperty("connectTimeout", CONNECT_SECONDS);
    settings.setProperty("loginTimeout", CONNECT_SECONDS);
    settings.setProperty("socketTimeout", ANSWER_SECONDS);
    settings.setProperty("ApplicationName", "subflow");
    settings.setProperty("reWriteBatchedInserts", "true");
    return load("org.postgresql.Driver", place.url(), settings);
  }

  private static Connection load(String driver, String url, Properties settings)
      throws SQLException {
    try {
      // DriverManager would load all drivers of the class path.
      Driver loaded =
          Class.forName(driver).asSubclass(Driver.class).getDeclaredConstructor().newInstance();
      Connection connection = loaded.connect(url, settings);
      if (connection == null) {
        throw new SQLException(driver + " does not know this kind of URL");
      }
      return connection;
    } catch (ReflectiveOperationException e) {
      throw new SQLException("the driver " + driver + " is not in the class path", e);
    } catch (UnsatisfiedLinkError e) {
      throw new SQLException("the driver's library does not load: " + e.getMessage(), e);
    }
  }

  /** Does it with a lock that other writers wait for from its beginning. */
  static <T> T inTransaction(Connection connection, HistoryDatabase.Action<T> action)
      throws SQLException {
    boolean isFile = isSqlite(connection);
    if (isFile) {
      // The driver's own begin takes the lock with the first write, which may be refused then.
      execute(connection, "BEGIN IMMEDIATE");
    } else {
      connection.setAutoCommit(false);
    }
    boolean done = false;
    try {
      T result = action.with(connection);
      done = true;
      return result;
    } finally {
      end(connection, isFile, done);
    }
  }

  private static void end(Connection connection, boolean isFile, boolean done) throws SQLException {
    try {
      if (isFile) {
        execute(connection, done ? "COMMIT" : "ROLLBACK");
      } else {
        if (done) {
          connection.commit();
        } else {
          connection.rollback();
        }
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      if (done) {
        throw e;
      }
      // What made it fail is more than what is left of it.
      log.debug("nothing to roll back: {}", e.toString());
    }
  }

  /** Keeps others from migrating until the transaction ends. */
  static void lockMigrations(Connection connection) throws SQLException {
    if (!isSqlite(connection)) {
      execute(connection, "SELECT pg_advisory_xact_lock(" + MIGRATION_LOCK + ")");
    }
  }

  private static boolean isSqlite(Connection connection) throws SQLException {
    return connection
        .getMetaData()
        .getDatabaseProductName()
        .toLowerCase(Locale.ROOT)
        .contains("sqlite");
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
