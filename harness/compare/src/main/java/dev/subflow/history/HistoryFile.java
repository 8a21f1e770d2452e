// SPDX-License-Identifier: Apache-2.0
package dev.subflow.history;

import dev.subflow.cache.Cache;
import dev.subflow.failure.InfrastructureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The file of a SQLite database, which can be set aside.
 *
 * @param file the database; SQLite keeps others of its name beside it
 * @param clock for the names of files that are set aside
 */
record HistoryFile(Path file, Clock clock) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

  /** SQLITE_CORRUPT and SQLITE_NOTADB, in the low octet of what SQLite answers. */
  private static final int CORRUPT = 11;

  private static final int NOT_A_DATABASE = 26;

  /** Whether no statement will ever succeed on the file. */
  static boolean isUnusable(SQLException e) {
    int code = e.getErrorCode() & 0xff;
    return e instanceof SchemaException || code == CORRUPT || code == NOT_A_DATABASE;
  }

  /**
   * Moves the file away, if it still is unusable when nobody else looks after it.
   *
   * @return the line to tell; empty when another process has done it
   * @throws InfrastructureException when it can't be moved
   */
  Optional<String> setAside(Path cache, BooleanSupplier stillUnusable) {
    return new Cache(cache)
        .locked(
            Cache.HISTORY + "-repair",
            "Looking after the history",
            () -> stillUnusable.getAsBoolean() ? Optional.of(moved()) : Optional.empty());
  }

  private String moved() {
    String end = ".damaged-" + LocalDateTime.now(clock).format(TIME);
    Path aside = file.resolveSibling(file.getFileName() + end);
    try {
      Files.move(file, aside);
      for (String beside : new String[] {"-wal", "-shm"}) {
        Path other = file.resolveSibling(file.getFileName() + beside);
        if (Files.exists(other)) {
          Files.move(other, aside.resolveSibling(aside.getFileName() + beside));
        }
      }
    } catch (IOException e) {
      throw new InfrastructureException(
          "the history " + file + " is damaged and can't be moved away: " + e, e);
    }
    return "the history "
        + file
        + " is damaged, or of a newer Subflow; it is now "
        + aside.getFileName()
        + ", and a new one begins";
  }
}
