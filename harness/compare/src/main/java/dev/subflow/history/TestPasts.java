// SPDX-License-Identifier: Apache-2.0
package dev.subflow.history;

import dev.subflow.history.HistoryFilter.Condition;
import dev.subflow.history.TestPast.FailsSince;
import dev.subflow.history.TestPast.Moment;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Reads the past of tests: counts, times of the last passes, and since when those fail that do. */
final class TestPasts {
  private static final int PASSES = 20;
  private static final int FEWEST_FOR_TREND = 6;

  private static final Comparator<TestPast> WORST_FIRST =
      Comparator.comparingDouble((TestPast t) -> -t.flakeRate().rate())
          .thenComparingLong(t -> -t.runs())
          .thenComparing(TestPast::test);

  private final Connection connection;
  private final Condition condition;

  TestPasts(Connection connection, HistoryFilter filter) {
    this.connection = connection;
    this.condition = filter.condition();
  }

  /** Counts of a test; passes are those at once. */
  private record Counts(
      long test,
      String name,
      long all,
      long passed,
      long failed,
      long last,
      long lastPass,
      long lastFailure) {
    boolean isFailing() {
      return lastFailure > lastPass;
    }
  }

  List<TestPast> all() throws SQLException {
    List<Counts> counts =
        Rows.of(
            connection,
            "SELECT t.id, t.name, c.n, c.passed, c.failed, c.last, c.lastpass, c.lastfailure FROM (SELECT r.test,"
                + " count(*) AS n, count(r.failed) - coalesce(sum(r.failed), 0) AS passed,"
                + " coalesce(sum(r.failed), 0) AS failed, max(r.started) AS last,"
                + " coalesce(max(CASE WHEN r.failed = 0 THEN r.started END), -1) AS lastpass,"
                + " coalesce(max(CASE WHEN r.failed = 1 THEN r.started END), -1) AS lastfailure"
                + " FROM result r WHERE "
                + condition.sql()
                + " GROUP BY r.test) c JOIN test t ON t.id = c.test",
            condition.values(),
            row ->
                new Counts(
                    row.getLong(1),
                    row.getString(2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getLong(5),
                    row.getLong(6),
                    row.getLong(7),
                    row.getLong(8)));
    Map<Long, List<Long>> times = times();
    Map<Long, FailsSince> failing =
        failing(counts.stream().filter(Counts::isFailing).map(Counts::test).toList());
    return counts.stream()
        .map(
            c ->
                past(
                    c,
                    times.getOrDefault(c.test(), List.of()),
                    Optional.ofNullable(failing.get(c.test()))))
        .sorted(WORST_FIRST)
        .toList();
  }

  private static TestPast past(Counts c, List<Long> times, Optional<FailsSince> failsSince) {
    long runs = c.passed() + c.failed();
    return new TestPast(
        c.name(),
        runs,
        c.passed(),
        c.failed(),
        c.all() - runs,
        FlakeRate.of(c.failed(), runs),
        Instant.ofEpochMilli(c.last()),
        failsSince,
        times.isEmpty() ? Optional.empty() : Optional.of(Duration.ofMillis(median(times))),
        trend(times));
  }

  /**
   * Milliseconds of the last passes of each test, the newest first. From the test to its last
   * passes the index leads; numbering all passes would read every one of them.
   */
  private Map<Long, List<Long>> times() throws SQLException {
    String passes = condition.sql() + " AND r.failed = 0 AND r.millis > 0";
    List<Object> values = new ArrayList<>(condition.values());
    values.addAll(condition.values());
    Map<Long, List<Long>> times = new LinkedHashMap<>();
    Rows.of(
            connection,
            "WITH oldest AS MATERIALIZED (SELECT t.id, coalesce((SELECT r.started FROM result r"
                + " WHERE r.test = t.id AND "
                + passes
                + " ORDER BY r.started DESC LIMIT 1 OFFSET "
                + (PASSES - 1)
                + "), 0) AS started FROM test t) SELECT r.test, r.millis FROM oldest o JOIN result r"
                + " ON r.test = o.id AND r.started >= o.started WHERE "
                + passes
                + " ORDER BY r.test, r.started DESC",
            values,
            row -> new long[] {row.getLong(1), row.getLong(2)})
        .forEach(pair -> times.computeIfAbsent(pair[0], t -> new ArrayList<>()).add(pair[1]));
    times.replaceAll((test, some) -> some.subList(0, Math.min(PASSES, some.size())));
    return times;
  }

  /** Of tests whose last word is a failure: the first one since they passed, and that pass. */
  private Map<Long, FailsSince> failing(List<Long> tests) throws SQLException {
    if (tests.isEmpty()) {
      return Map.of();
    }
    String ofThese =
        " AND r.test IN ("
            + tests.stream().map(String::valueOf).collect(Collectors.joining(", "))
            + ") ";
    List<Object> values = new ArrayList<>(condition.values());
    values.addAll(condition.values());
    Map<Long, List<Moment>> moments = new LinkedHashMap<>();
    Map<Long, Boolean> hasPassed = new LinkedHashMap<>();
    Rows.of(
        connection,
        "WITH pass AS (SELECT r.test, coalesce(max(CASE WHEN r.failed = 0 THEN r.started END),"
            + " -1) AS started FROM result r WHERE "
            + condition.sql()
            + ofThese
            + " GROUP BY r.test),"
            + " first AS (SELECT r.test, min(r.started) AS started, p.started AS passed FROM"
            + " pass p JOIN result r ON r.test = p.test AND r.started > p.started WHERE"
            + " r.failed = 1 AND "
            + condition.sql()
            + " GROUP BY r.test, p.started)"
            + " SELECT f.test, r.started, k.version, k.build, u.code, r.failed FROM first f JOIN"
            + " result r ON r.test = f.test AND (r.started = f.started OR r.started ="
            + " f.passed) JOIN kernel k ON k.id = r.kernel JOIN run u ON u.id = r.run"
            + " WHERE r.failed IS NOT NULL ORDER BY f.test, r.started DESC, r.failed DESC",
        values,
        row -> {
          long test = row.getLong(1);
          Moment moment =
              new Moment(
                  Instant.ofEpochMilli(row.getLong(2)),
                  row.getString(3),
                  row.getString(4),
                  row.getString(5));
          moments.computeIfAbsent(test, t -> new ArrayList<>()).add(moment);
          hasPassed.merge(test, row.getInt(6) == 0, (a, b) -> a || b);
          return test;
        });
    Map<Long, FailsSince> failing = new LinkedHashMap<>();
    moments.forEach(
        (test, some) ->
            failing.put(
                test,
                new FailsSince(
                    some.get(0),
                    Boolean.TRUE.equals(hasPassed.get(test))
                        ? Optional.of(some.get(some.size() - 1))
                        : Optional.empty())));
    return failing;
  }

  private static long median(List<Long> values) {
    List<Long> sorted = values.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }

  private static OptionalDouble trend(List<Long> newestFirst) {
    if (newestFirst.size() < FEWEST_FOR_TREND) {
      return OptionalDouble.empty();
    }
    int half = newestFirst.size() / 2;
    long newer = median(newestFirst.subList(0, half));
    long older = median(newestFirst.subList(half, newestFirst.size()));
    return OptionalDouble.of((double) newer / older - 1);
  }
}
