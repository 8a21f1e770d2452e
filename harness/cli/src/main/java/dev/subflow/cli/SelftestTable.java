// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.kselftest.SelftestHistory.Attempt;
import dev.subflow.ktap.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Tallies of each subtest's ends on each kernel; rare ends have a column where there are any. */
record SelftestTable(List<Attempt> attempts) {
  private static final Set<Outcome> COMMON = EnumSet.of(Outcome.PASS, Outcome.FAIL, Outcome.SKIP);

  SelftestTable {
    attempts = List.copyOf(attempts);
  }

  List<String> lines() {
    Map<String, List<Attempt>> bySubtest =
        attempts.stream()
            .collect(
                Collectors.groupingBy(
                    a -> a.id() + "\0" + a.kernel(), TreeMap::new, Collectors.toList()));
    Set<Outcome> columns = EnumSet.copyOf(COMMON);
    attempts.forEach(a -> columns.add(a.outcome()));
    List<String> titles = new ArrayList<>(List.of("RUNS"));
    columns.forEach(outcome -> titles.add(outcome.name()));
    titles.addAll(List.of("LAST", "KERNEL", "SUBTEST"));
    Table table = new Table(titles.toArray(String[]::new));
    bySubtest.values().forEach(some -> table.row(row(some, columns)));
    return table.lines();
  }

  private static String[] row(List<Attempt> attempts, Set<Outcome> columns) {
    Attempt last = attempts.get(attempts.size() - 1);
    Map<Outcome, Long> counts =
        attempts.stream().collect(Collectors.groupingBy(Attempt::outcome, Collectors.counting()));
    List<String> cells = new ArrayList<>(List.of(String.valueOf(attempts.size())));
    columns.forEach(outcome -> cells.add(String.valueOf(counts.getOrDefault(outcome, 0L))));
    cells.add(Durations.text(Duration.ofMillis(Math.max(0, last.millis()))));
    cells.addAll(List.of(last.kernel(), last.id()));
    return cells.toArray(String[]::new);
  }
}
