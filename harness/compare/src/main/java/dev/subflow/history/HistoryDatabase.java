// SPDX-License-Identifier: Apache-2.0
package dev.subflow.history;

import dev.subflow.cache.Cache;
import dev.subflow.failure.InfrastructureException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * An open history. Its schema is this version's: an older one was migrated, and a file that is
 * damaged, or of a newer Subflow, was set aside for a new one. Used by one thread.
 *
 * <p>Methods throw {@link InfrastructureException} when the database fails, with its place, without
 * its password.
 */
public final class HistoryDatabase implements AutoCloseable {
  private final HistoryPlace place;
  private final Connection connection;

  private HistoryDatabase(HistoryPlace place, Connection connection) {
    this.place = place;
    this.connection = connection;
  }

  /** Something that is done with a database. */
  @FunctionalInterface
  interface Action<T> {
    T with(Connection connection) throws SQLException;
  }

  /**
   * Opens a history, made when it is not there, for as long as the work takes. The file in the
   * cache is not pruned meanwhile.
   *
   * @param told takes a line where a file was set aside
   * @throws InfrastructureException when it can't be reached, read or written
   */
  public static <T> T with(
      HistoryPlace place, Consumer<String> told, Function<HistoryDatabase, T> work) {
    Supplier<T> all =
        () -> {
          try (HistoryDatabase open = new HistoryDatabase(place, opened(place, told))) {
            return work.apply(open);
          }
        };
    return place.equals(HistoryPlace.inCache(place.cache()))
        ? new Cache(place.cache())
            .shared(Cache.HISTORY + "-" + Cache.HISTORY_RESULTS, "Opening the history", all)
        : all.get();
  }

  private static Connection opened(HistoryPlace place, Consumer<String> told) {
    try {
      return migrated(place);
    } catch (SQLException e) {
      if (place.file().isEmpty() || !HistoryFile.isUnusable(e)) {
        throw explained(place, e);
      }
      Path file = place.file().get();
      HistoryFile aside = new HistoryFile(file, Clock.system(ZoneId.systemDefault()));
      // Another process may have set it aside meanwhile.
      aside.setAside(place.cache(), () -> isUnusable(place)).ifPresent(told);
      try {
        return migrated(place);
      } catch (SQLException again) {
        throw explained(place, again);
      }
    }
  }

  private static boolean isUnusable(HistoryPlace place) {
    try (Connection tried = migrated(place)) {
      Objects.requireNonNull(tried);
      return false;
    } catch (SQLException e) {
      return HistoryFile.isUnusable(e);
    }
  }

  private static Connection migrated(HistoryPlace place) throws SQLException {
    Connection connection = Drivers.connect(place);
    try {
      Migrations.OF_THIS_VERSION.apply(connection);
      return connection;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** Reads something. */
  <T> T read(Action<T> action) {
    try {
      return action.with(connection);
    } catch (SQLException e) {
      throw explained(place, e);
    }
  }

  /** Writes something, all of it or nothing. */
  <T> T write(Action<T> action) {
    return read(open -> Drivers.inTransaction(open, action));
  }

  /** Where it is. */
  public HistoryPlace place() {
    return place;
  }

  private static InfrastructureException explained(HistoryPlace place, SQLException e) {
    // The driver's own words may repeat the URL, so it is no cause either.
    String said = HistoryPlace.shown(String.valueOf(e.getMessage())).lines().findFirst().orElse("");
    String next =
        place.file().isPresent()
            ? "Check who may write there and that the disk has room, or name another database with"
                + " --db or "
                + HistoryPlace.VARIABLE
            : "Check that the server runs, that it can be reached from here, and the user's name and"
                + " password";
    return new InfrastructureException(
        "the history in " + place.shown() + " cannot be used: " + said + ". " + next + ".");
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw explained(place, e);
    }
  }
}
