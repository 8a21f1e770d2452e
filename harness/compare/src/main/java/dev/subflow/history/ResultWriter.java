// SPDX-License-Identifier: Apache-2.0
package dev.subflow.history;

import dev.subflow.failure.CrashSummary;
import dev.subflow.report.RunFacts;
import dev.subflow.report.TestResult;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Writes results of runs. What is there already stays as it is, so a run may be written again, and
 * by two at once; rows come in the order of their keys, so that none waits for the other in a ring.
 */
final class ResultWriter {
  /** Results in one transaction: others get their turn between two of them. */
  private static final int TOGETHER = 250;

  private static final String ONCE = " ON CONFLICT DO NOTHING";

  private final HistoryDatabase database;

  ResultWriter(HistoryDatabase database) {
    this.database = database;
  }

  /**
   * Writes the results of a run.
   *
   * @return how many are new
   */
  int write(FoundRun run) {
    // With an allocation that fails, a test tells of the kernel, but not of itself.
    List<TestResult> all =
        run.results().stream().filter(r -> r.failedAllocation().isEmpty()).toList();
    if (all.isEmpty()) {
      return 0;
    }
    int added = 0;
    for (int from = 0; from < all.size(); from += TOGETHER) {
      List<TestResult> some = all.subList(from, Math.min(all.size(), from + TOGETHER));
      added +=
          database.write(
              connection -> {
                names(connection, run, some);
                return results(connection, run, some);
              });
    }
    return added;
  }

  /** A row of a table that has names. */
  private record Row(long id, List<Object> values) {
    static List<Row> sorted(Stream<Row> rows) {
      return rows.distinct().sorted(Comparator.comparingLong(Row::id)).toList();
    }
  }

  private static void names(Connection connection, FoundRun run, List<TestResult> results)
      throws SQLException {
    RunFacts facts = run.facts();
    Row ofRun =
        new Row(
            run.key(),
            List.of(
                Words.kept(run.name()),
                facts.started().toEpochMilli(),
                Words.kept(facts.command()),
                Words.kept(facts.code()),
                Words.kept(facts.host()),
                Words.kept(facts.cpu()),
                facts.cores(),
                Words.kept(run.folder().toString())));
    insert(connection, "run", 8, List.of(ofRun));
    insert(
        connection,
        "test",
        1,
        Row.sorted(
            results.stream()
                .map(PastResult::test)
                .map(name -> new Row(Words.key(name), List.of(name)))));
    insert(
        connection,
        "kernel",
        3,
        Row.sorted(
            results.stream()
                .map(run::kernel)
                .map(k -> new Row(FoundRun.key(k), List.of(k.version(), k.release(), k.build())))));
    insert(
        connection,
        "splat",
        3,
        Row.sorted(results.stream().flatMap(ResultWriter::splats).map(ResultWriter::row)));
  }

  private static Stream<CrashSummary> splats(TestResult result) {
    return PastResult.hasNews(result) ? result.crashes().stream() : Stream.empty();
  }

  private static long key(CrashSummary splat) {
    return Words.key(Words.kept(splat.fingerprint()));
  }

  private static Row row(CrashSummary splat) {
    return new Row(
        key(splat),
        List.of(
            Words.kept(splat.kind()), Words.kept(splat.fingerprint()), Words.kept(splat.title())));
  }

  private static void insert(Connection connection, String table, int columns, List<Row> rows)
      throws SQLException {
    String sql = "INSERT INTO " + table + " VALUES (?" + ", ?".repeat(columns) + ")" + ONCE;
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      for (Row row : rows) {
        insert.setLong(1, row.id());
        for (int i = 0; i < columns; i++) {
          insert.setObject(i + 2, row.values().get(i));
        }
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static int results(Connection connection, FoundRun run, List<TestResult> results)
      throws SQLException {
    int added = 0;
    String sql = "INSERT INTO result VALUES (?" + ", ?".repeat(13) + ")" + ONCE;
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      for (TestResult result : results) {
        insert.setLong(1, run.key(result));
        insert.setLong(2, run.key());
        insert.setLong(3, Words.key(PastResult.test(result)));
        insert.setLong(4, FoundRun.key(run.kernel(result)));
        insert.setLong(5, result.started().toEpochMilli());
        insert.setString(6, result.verdict().name());
        insert.setString(7, result.outcome().map(Enum::name).orElse(""));
        insert.setInt(8, result.attempts());
        set(insert, 9, PastResult.failed(result).map(failed -> failed ? 1L : 0L), Types.INTEGER);
        insert.setLong(10, result.elapsed().toMillis());
        set(insert, 11, result.seed(), Types.BIGINT);
        set(insert, 12, result.repetition().map(Long::valueOf), Types.INTEGER);
        insert.setString(13, PastResult.accelerator(result));
        var cpus = PastResult.cpus(result);
        set(
            insert,
            14,
            cpus.isPresent() ? Optional.of((long) cpus.getAsInt()) : Optional.empty(),
            Types.INTEGER);
        added += insert.executeUpdate();
      }
    }
    String seen = "INSERT INTO sighting VALUES (?, ?, ?)" + ONCE;
    try (PreparedStatement insert = connection.prepareStatement(seen)) {
      for (TestResult result : results) {
        for (CrashSummary splat : splats(result).toList()) {
          insert.setLong(1, key(splat));
          insert.setLong(2, run.key(result));
          insert.setLong(3, result.started().toEpochMilli());
          insert.addBatch();
        }
      }
      insert.executeBatch();
    }
    return added;
  }

  private static void set(PreparedStatement statement, int column, Optional<Long> value, int type)
      throws SQLException {
    if (value.isEmpty()) {
      statement.setNull(column, type);
    } else if (type == Types.INTEGER) {
      statement.setInt(column, Math.toIntExact(value.get()));
    } else {
      statement.setLong(column, value.get());
    }
  }
}
