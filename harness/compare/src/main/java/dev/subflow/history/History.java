// SPDX-License-Identifier: Apache-2.0
package dev.subflow.history;

import dev.subflow.history.HistoryFilter.Condition;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Answers of a history. Used by one thread. */
public final class History {
  private static final int KERNELS_AND_TESTS = 20;
  private static final int KERNELS_OF_NOTE = 2;

  private final HistoryDatabase database;

  public History(HistoryDatabase database) {
    this.database = database;
  }

  /** Tests, those that fail most often first; those that never failed by their names. */
  public List<TestPast> tests(HistoryFilter filter) {
    return database.read(connection -> new TestPasts(connection, filter).all());
  }

  /** The last runs with results of a choice, the newest one first. */
  public List<PastRun> runs(HistoryFilter filter, int most) {
    Condition condition = filter.condition();
    List<Object> values = new ArrayList<>(condition.values());
    values.add(most);
    String chosen =
        "WITH chosen AS (SELECT id, started FROM run WHERE id IN (SELECT r.run FROM result r WHERE "
            + condition.sql()
            + ") ORDER BY started DESC, id LIMIT ?) ";
    return database.read(
        connection -> {
          Map<Long, List<String>> kernels = new LinkedHashMap<>();
          Rows.of(
                  connection,
                  chosen
                      + "SELECT DISTINCT r.run, k.version FROM chosen c JOIN result r ON r.run = c.id"
                      + " JOIN kernel k ON k.id = r.kernel ORDER BY 2",
                  values,
                  row -> Map.entry(row.getLong(1), row.getString(2)))
              .forEach(
                  e ->
                      kernels
                          .computeIfAbsent(e.getKey(), k -> new ArrayList<>())
                          .add(e.getValue()));
          return Rows.of(
              connection,
              chosen
                  + ", counts AS (SELECT r.run, sum(CASE WHEN r.verdict = 'PASS' THEN 1 ELSE 0 END)"
                  + " AS passed, sum(CASE WHEN r.verdict IN ('FAIL', 'CRASH', 'MISSING') THEN 1"
                  + " ELSE 0 END) AS failed, count(*) AS results FROM result r WHERE r.run IN"
                  + " (SELECT id FROM chosen) GROUP BY r.run)"
                  + " SELECT u.id, u.name, u.started, u.command, u.code, u.host, u.cpu, u.cores,"
                  + " u.folder, n.passed, n.failed, n.results FROM counts n JOIN run u ON"
                  + " u.id = n.run ORDER BY u.started DESC, u.id",
              values,
              row ->
                  new PastRun(
                      row.getString(2),
                      Instant.ofEpochMilli(row.getLong(3)),
                      row.getString(4),
                      row.getString(5),
                      row.getString(6),
                      row.getString(7),
                      row.getInt(8),
                      row.getString(9),
                      kernels.getOrDefault(row.getLong(1), List.of()),
                      row.getLong(10),
                      row.getLong(11),
                      row.getLong(12) - row.getLong(10) - row.getLong(11)));
        });
  }

  /** Splats, the one seen last first. */
  public List<SplatPast> splats(HistoryFilter filter) {
    Condition condition = filter.condition();
    String from =
        " FROM sighting s JOIN result r ON r.id = s.result JOIN splat p ON p.id = s.splat WHERE "
            + condition.sql();
    return database.read(
        connection -> {
          Map<Long, List<String>> kernels = names(connection, "kernel", "version", condition);
          Map<Long, List<String>> tests = names(connection, "test", "name", condition);
          return Rows.of(
              connection,
              "SELECT p.id, p.fingerprint, p.title, count(*), min(s.started), max(s.started)"
                  + from
                  + " GROUP BY p.id, p.fingerprint, p.title ORDER BY 6 DESC, 2",
              condition.values(),
              row ->
                  new SplatPast(
                      row.getString(2),
                      row.getString(3),
                      row.getLong(4),
                      Instant.ofEpochMilli(row.getLong(5)),
                      Instant.ofEpochMilli(row.getLong(6)),
                      kernels.getOrDefault(row.getLong(1), List.of()),
                      tests.getOrDefault(row.getLong(1), List.of())));
        });
  }

  /**
   * Times of subtests: the median of their last passes, by {@code script:subtest}.
   *
   * @param scripts names of the scripts, such as {@code mptcp_join.sh}
   */
  public Map<String, Duration> times(Collection<String> scripts) {
    Map<String, Duration> times = new LinkedHashMap<>();
    for (TestPast test : tests(HistoryFilter.ALL)) {
      int colon = test.test().indexOf(':');
      if (colon > 0 && scripts.contains(test.test().substring(0, colon))) {
        test.median().ifPresent(median -> times.put(test.test(), median));
      }
    }
    return times;
  }

  /**
   * How a test ended before, in words such as {@code failed in 3 of 210 runs before, on
   * 6.12.117-1}; empty where it never ran.
   *
   * @param test its name, taken literally
   * @param before results from then on are left out
   */
  public Optional<String> note(String test, Instant before) {
    String name = PastResult.test(test);
    List<Object> values = List.of(Words.key(name), before.toEpochMilli());
    String of = " FROM result r%s WHERE r.test = ? AND r.started < ? AND r.failed%s";
    return database.read(
        connection -> {
          long[] counts =
              Rows.of(
                      connection,
                      "SELECT count(*), coalesce(sum(r.failed), 0)"
                          + String.format(of, "", " IS NOT NULL"),
                      values,
                      row -> new long[] {row.getLong(1), row.getLong(2)})
                  .get(0);
          if (counts[0] == 0) {
            return Optional.empty();
          }
          if (counts[1] == 0) {
            return Optional.of(
                counts[0] == 1
                    ? "passed once before"
                    : "passed in all " + counts[0] + " runs before");
          }
          List<String> kernels =
              Rows.of(
                  connection,
                  "SELECT k.version, max(r.started)"
                      + String.format(of, " JOIN kernel k ON k.id = r.kernel", " = 1")
                      + " GROUP BY k.version ORDER BY 2 DESC",
                  values,
                  row -> row.getString(1));
          String some =
              kernels.stream()
                  .filter(k -> !k.isEmpty())
                  .limit(KERNELS_OF_NOTE)
                  .collect(Collectors.joining(" and "));
          return Optional.of(
              "failed in "
                  + counts[1]
                  + " of "
                  + counts[0]
                  + " runs before"
                  + (some.isEmpty() ? "" : ", on " + some));
        });
  }

  private static Map<Long, List<String>> names(
      Connection connection, String table, String column, Condition condition) throws SQLException {
    Map<Long, List<String>> names = new LinkedHashMap<>();
    Rows.of(
            connection,
            "SELECT DISTINCT s.splat, n."
                + column
                + " FROM sighting s JOIN result r ON r.id = s.result JOIN "
                + table
                + " n ON n.id = r."
                + table
                + " WHERE "
                + condition.sql()
                + " ORDER BY 2",
            condition.values(),
            row -> Map.entry(row.getLong(1), row.getString(2)))
        .forEach(
            e -> {
              List<String> some = names.computeIfAbsent(e.getKey(), k -> new ArrayList<>());
              if (some.size() < KERNELS_AND_TESTS) {
                some.add(e.getValue());
              }
            });
    return names;
  }
}
