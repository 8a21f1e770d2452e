// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks;

import java.util.List;

/** Numbers that sum up repeated measurements. */
final class Spread {
  private Spread() {}

  /** The value below which that part of all values lies, 0 to 1; between two, in proportion. */
  static double of(List<Double> values, double part) {
    List<Double> sorted = values.stream().sorted().toList();
    double place = part * (sorted.size() - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.size() - 1);
    return sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below));
  }
}
