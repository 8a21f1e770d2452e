// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.report.FailedAllocation;
import dev.subflow.report.Sanitizer;
import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Allocations that were made to fail, by scenario and host: how many, and what came of them. */
final class FailingTable {
  private static final int LISTED = 12;

  private final Map<Series, List<TestResult>> series;

  /** Allocations of a scenario on one host. */
  private record Series(String scenario, String host) {}

  FailingTable(List<TestResult> results) {
    series =
        results.stream()
            .filter(r -> r.failedAllocation().isPresent())
            .sorted(Comparator.comparingInt(FailingTable::nth))
            .collect(
                Collectors.groupingBy(
                    r -> new Series(r.scenario(), r.failedAllocation().orElseThrow().host()),
                    () ->
                        new TreeMap<>(
                            Comparator.comparing(Series::scenario).thenComparing(Series::host)),
                    Collectors.toList()));
  }

  private static int nth(TestResult result) {
    return result.failedAllocation().orElseThrow().nth();
  }

  /** The lines of the table, the first one the titles. */
  List<String> lines() {
    Table table = new Table("FAILED", "SURVIVED", "TROUBLE", "MORE", "HOST", "SCENARIO");
    series.forEach(
        (of, results) -> {
          List<TestResult> reached = results.stream().filter(FailingTable::isReached).toList();
          table.row(
              String.valueOf(reached.size()),
              String.valueOf(reached.stream().filter(r -> r.verdict() == Verdict.PASS).count()),
              String.valueOf(reached.stream().filter(FailingTable::isTrouble).count()),
              reached.size() < results.size() ? "no" : "maybe",
              of.host(),
              of.scenario());
        });
    return table.lines();
  }

  private static boolean isReached(TestResult result) {
    return result.failedAllocation().orElseThrow().reached();
  }

  private static boolean isTrouble(TestResult result) {
    return result.verdict().exitCode() != 0;
  }

  /**
   * Allocations that a kernel did not survive: lines for each verdict, scenario and host, with the
   * words to try the first again.
   */
  List<List<String>> troubles() {
    List<List<String>> all = new ArrayList<>();
    series.forEach(
        (of, results) -> {
          Map<Verdict, List<TestResult>> byVerdict =
              results.stream()
                  .filter(FailingTable::isTrouble)
                  .collect(
                      Collectors.groupingBy(
                          TestResult::verdict, LinkedHashMap::new, Collectors.toList()));
          byVerdict.forEach((verdict, some) -> all.add(trouble(of, verdict, some)));
        });
    return all;
  }

  private static List<String> trouble(Series of, Verdict verdict, List<TestResult> results) {
    TestResult first = results.get(0);
    String numbers =
        results.stream()
            .limit(LISTED)
            .map(FailingTable::numbered)
            .collect(Collectors.joining(", "));
    List<String> lines = new ArrayList<>();
    lines.add(
        Sanitizer.line(
            "%s %s, when these allocations of %s fail: %s%s"
                .formatted(
                    verdict,
                    of.scenario(),
                    of.host(),
                    numbers,
                    results.size() > LISTED ? ", ..." : "")));
    Excerpt.of(first.message().orElse("")).lines().forEach(line -> lines.add("    " + line));
    first.evidence().ifPresent(e -> lines.add(Sanitizer.line("    evidence: " + e)));
    lines.add(
        Sanitizer.line(
            "    again: --fail-nth %s:%d%s"
                .formatted(
                    of.host(), nth(first), first.seed().map(s -> " --seed " + s).orElse(""))));
    return lines;
  }

  /** Such as {@code 5 (mptcp_token_new_connect)}. */
  private static String numbered(TestResult result) {
    Optional<String> caller =
        result.failedAllocation().flatMap(FailedAllocation::caller).map(c -> " (" + c + ")");
    return nth(result) + caller.orElse("");
  }
}
