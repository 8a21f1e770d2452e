// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.kselftest.SelftestHistory.Attempt;
import dev.subflow.kselftest.SubtestOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How often each subtest ended how, on each kernel. */
record SelftestTable(List<Attempt> attempts) {
  SelftestTable {
    attempts = List.copyOf(attempts);
  }

  List<String> lines() {
    Map<String, List<Attempt>> bySubtest =
        attempts.stream()
            .collect(
                Collectors.groupingBy(
                    a -> a.id() + "\0" + a.kernel(), TreeMap::new, Collectors.toList()));
    Table table = new Table("RUNS", "PASS", "FAIL", "SKIP", "OTHER", "LAST", "KERNEL", "SUBTEST");
    bySubtest.values().forEach(some -> table.row(row(some)));
    return table.lines();
  }

  private static String[] row(List<Attempt> attempts) {
    Attempt last = attempts.get(attempts.size() - 1);
    Map<SubtestOutcome, Long> counts =
        attempts.stream().collect(Collectors.groupingBy(Attempt::outcome, Collectors.counting()));
    long pass = counts.getOrDefault(SubtestOutcome.PASS, 0L);
    long fail = counts.getOrDefault(SubtestOutcome.FAIL, 0L);
    long skip = counts.getOrDefault(SubtestOutcome.SKIP, 0L);
    return new String[] {
      String.valueOf(attempts.size()),
      String.valueOf(pass),
      String.valueOf(fail),
      String.valueOf(skip),
      String.valueOf(attempts.size() - pass - fail - skip),
      Durations.text(Duration.ofMillis(Math.max(0, last.millis()))),
      last.kernel(),
      last.id()
    };
  }
}
