// SPDX-License-Identifier: Apache-2.0
package dev.subflow.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Choice of results.
 *
 * @param tests glob with {@code *} and {@code ?} of their names; a class or a script alone stands
 *     for all of its tests; absent for all
 * @param kernel glob of the version or release of their kernels; absent for all
 * @param since the oldest; absent for all
 */
public record HistoryFilter(
    Optional<String> tests, Optional<String> kernel, Optional<Instant> since) {
  /** Everything. */
  public static final HistoryFilter ALL =
      new HistoryFilter(Optional.empty(), Optional.empty(), Optional.empty());

  public HistoryFilter {
    Objects.requireNonNull(tests, "tests");
    Objects.requireNonNull(kernel, "kernel");
    Objects.requireNonNull(since, "since");
  }

  /** A condition on the table {@code result}, which is called {@code r}, and its parameters. */
  Condition condition() {
    StringBuilder sql = new StringBuilder("1 = 1");
    List<Object> values = new ArrayList<>();
    tests.ifPresent(
        glob -> {
          sql.append(" AND r.test IN (SELECT id FROM test WHERE ")
              .append(like("name", 3))
              .append(")");
          String like = Words.like(glob);
          values.addAll(List.of(like, like + ".%", like + ":%"));
        });
    kernel.ifPresent(
        glob -> {
          sql.append(" AND r.kernel IN (SELECT id FROM kernel WHERE ")
              .append(like("version", 1))
              .append(" OR ")
              .append(like("release", 1))
              .append(")");
          String like = Words.like(glob);
          values.addAll(List.of(like, like));
        });
    since.ifPresent(
        time -> {
          sql.append(" AND r.started >= ?");
          values.add(time.toEpochMilli());
        });
    return new Condition(sql.toString(), values);
  }

  /** Ends of both sides are in lower case: SQLite passes over case by itself, PostgreSQL not. */
  private static String like(String column, int times) {
    String one = "lower(" + column + ") LIKE ? ESCAPE '\\'";
    return one + (" OR " + one).repeat(times - 1);
  }

  /**
   * Part of a query.
   *
   * @param sql of a WHERE
   * @param values of its question marks
   */
  record Condition(String sql, List<Object> values) {
    Condition {
      values = List.copyOf(values);
    }
  }
}
