// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Verdicts by pairing of kernels: the client's kernel downwards, the server's across; scenarios
 * without these two hosts have their kernel across.
 */
final class MatrixTable {
  private static final String ROW_HOST = "client";
  private static final String COLUMN_HOST = "server";

  private final List<TestResult> results;
  private final List<String> order;

  /**
   * @param order kernels in the order to show them; others come after them
   */
  MatrixTable(List<TestResult> results, List<String> order) {
    this.results = results.stream().filter(r -> !r.pairing().isEmpty()).toList();
    this.order = List.copyOf(order);
  }

  boolean isEmpty() {
    return results.isEmpty();
  }

  /** One table or two, each with its titles first. */
  List<List<String>> tables() {
    List<TestResult> both = results.stream().filter(MatrixTable::hasBoth).toList();
    List<TestResult> one = results.stream().filter(r -> !hasBoth(r)).toList();
    List<List<String>> tables = new ArrayList<>();
    if (!both.isEmpty()) {
      tables.add(table(both, true));
    }
    if (!one.isEmpty()) {
      tables.add(table(one, false));
    }
    return tables;
  }

  private static boolean hasBoth(TestResult result) {
    return result.pairing().keySet().equals(Set.of(ROW_HOST, COLUMN_HOST));
  }

  private List<String> table(List<TestResult> cells, boolean both) {
    List<String> columns = kernels(cells, both ? COLUMN_HOST : "");
    List<String> rows = both ? kernels(cells, ROW_HOST) : List.of("");
    List<String> titles = new ArrayList<>();
    if (both) {
      titles.add("CLIENT");
    }
    columns.forEach(k -> titles.add(both ? "SERVER " + k : k));
    titles.add("SCENARIO");
    Table table = new Table(titles.toArray(String[]::new));
    for (String scenario : distinct(cells.stream().map(TestResult::scenario).toList())) {
      for (String row : rows) {
        List<String> line = new ArrayList<>(both ? List.of(row) : List.of());
        for (String column : columns) {
          line.add(
              cell(
                  cells.stream()
                      .filter(r -> r.scenario().equals(scenario))
                      .filter(r -> !both || row.equals(r.pairing().get(ROW_HOST)))
                      .filter(r -> column.equals(kernel(r, both ? COLUMN_HOST : "")))
                      .toList()));
        }
        line.add(scenario);
        table.row(line.toArray(String[]::new));
      }
    }
    return table.lines();
  }

  private static String kernel(TestResult result, String host) {
    return host.isEmpty()
        ? result.pairing().values().iterator().next()
        : result.pairing().getOrDefault(host, "");
  }

  private List<String> kernels(List<TestResult> cells, String host) {
    Set<String> seen = distinct(cells.stream().map(r -> kernel(r, host)).toList());
    Set<String> kernels = new LinkedHashSet<>(order);
    kernels.retainAll(seen);
    kernels.addAll(seen);
    return List.copyOf(kernels);
  }

  private static Set<String> distinct(Collection<String> texts) {
    return new LinkedHashSet<>(texts);
  }

  /** A verdict, or how many there are of each. */
  private static String cell(List<TestResult> results) {
    if (results.isEmpty()) {
      return "-";
    }
    if (results.size() == 1) {
      return results.get(0).verdict().name();
    }
    Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    results.forEach(r -> counts.merge(r.verdict(), 1, Integer::sum));
    return counts.entrySet().stream()
        .map(e -> e.getValue() + " " + e.getKey())
        .collect(Collectors.joining(", "));
  }

  /** Names of kernels and what they stood for, such as {@code debian:stable is 6.12.107-1}. */
  List<String> legend() {
    Map<String, Set<String>> versions = new LinkedHashMap<>();
    for (TestResult result : results) {
      result
          .pairing()
          .forEach(
              (host, kernel) -> {
                String version = result.kernels().get(host);
                if (version != null) {
                  versions.computeIfAbsent(kernel, k -> new LinkedHashSet<>()).add(version);
                }
              });
    }
    return versions.entrySet().stream()
        .filter(e -> !e.getValue().equals(Set.of(e.getKey())))
        .map(e -> e.getKey() + " is " + String.join(" and ", e.getValue()))
        .toList();
  }
}
