// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.junit.TestName;
import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import dev.subflow.topology.KernelPairing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Repetitions of each scenario: verdicts counted, and how long they took. */
final class RepeatTable {
  private static final int LISTED = 12;

  private final Map<String, List<TestResult>> byName;

  RepeatTable(List<TestResult> results) {
    byName =
        results.stream()
            .collect(
                Collectors.groupingBy(RepeatTable::name, LinkedHashMap::new, Collectors.toList()));
  }

  /** The id without the number of the repetition. */
  private static String name(TestResult result) {
    Optional<KernelPairing> pairing =
        result.pairing().isEmpty()
            ? Optional.empty()
            : Optional.of(new KernelPairing(result.pairing()));
    return new TestName(result.scenario(), pairing, Optional.empty()).id();
  }

  /** The lines of the table, the first one the titles. */
  List<String> lines() {
    List<Verdict> columns =
        List.of(Verdict.values()).stream()
            .filter(v -> (v != Verdict.SKIP && v != Verdict.MISSING) || total(v) > 0)
            .toList();
    List<String> titles = new ArrayList<>(List.of("RUNS"));
    columns.forEach(v -> titles.add(v.name()));
    titles.addAll(List.of("MEDIAN", "MAX", "SCENARIO"));
    Table table = new Table(titles.toArray(String[]::new));
    byName.forEach(
        (name, results) -> {
          List<String> row = new ArrayList<>(List.of(String.valueOf(results.size())));
          columns.forEach(v -> row.add(String.valueOf(of(v, results).size())));
          List<Duration> times = results.stream().map(TestResult::elapsed).sorted().toList();
          row.add(Durations.text(times.get(times.size() / 2)));
          row.add(Durations.text(times.get(times.size() - 1)));
          row.add(name);
          table.row(row.toArray(String[]::new));
        });
    return table.lines();
  }

  private long total(Verdict verdict) {
    return byName.values().stream().mapToLong(r -> of(verdict, r).size()).sum();
  }

  private static List<TestResult> of(Verdict verdict, List<TestResult> results) {
    return results.stream().filter(r -> r.verdict() == verdict).toList();
  }

  /**
   * Result that did not pass.
   *
   * @param name scenario and kernels
   * @param all results of that verdict, in the order of their repetitions
   */
  record Trouble(String name, Verdict verdict, List<TestResult> all) {
    TestResult first() {
      return all.get(0);
    }

    /** Such as {@code 2 of 20, in 3 and 17}. */
    String where(int runs) {
      String numbers =
          all.stream()
              .limit(LISTED)
              .map(r -> String.valueOf(r.repetition().orElse(1)))
              .collect(Collectors.joining(", "));
      return all.size() + " of " + runs + ", in " + numbers + (all.size() > LISTED ? ", ..." : "");
    }
  }

  /** Results that did not pass, by scenario and verdict. */
  List<Trouble> troubles() {
    List<Trouble> troubles = new ArrayList<>();
    byName.forEach(
        (name, results) -> {
          for (Verdict verdict : Verdict.values()) {
            List<TestResult> all = of(verdict, results);
            if (verdict != Verdict.PASS && !all.isEmpty()) {
              troubles.add(new Trouble(name, verdict, all));
            }
          }
        });
    return troubles;
  }

  int runs(String name) {
    return byName.getOrDefault(name, List.of()).size();
  }
}
