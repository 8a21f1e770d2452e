// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measurements by name, in the order of the first sample; printed as a table. */
final class Samples {
  private final Map<String, List<Double>> byName = new LinkedHashMap<>();

  void add(String name, double value) {
    byName.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
  }

  List<Double> of(String name) {
    return byName.getOrDefault(name, List.of());
  }

  double median(String name) {
    return Spread.of(of(name), 0.5);
  }

  /** A line for each name: number of samples, median, 10th and 90th percentile. */
  void print(PrintWriter out, String unit) {
    out.printf("%-56s %4s %9s %9s %9s%n", unit, "n", "median", "p10", "p90");
    byName.forEach(
        (name, values) ->
            out.printf(
                "%-56s %4d %9.1f %9.1f %9.1f%n",
                name,
                values.size(),
                Spread.of(values, 0.5),
                Spread.of(values, 0.1),
                Spread.of(values, 0.9)));
    out.flush();
  }
}
