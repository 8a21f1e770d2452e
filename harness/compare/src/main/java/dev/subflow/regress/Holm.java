// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Holm's procedure: which of many differences are none of chance, whatever depends on what.
 *
 * <p>The probability that even one of them is a mistake stays below the limit, and so does the rate
 * of false discoveries. Parts that never vary do not count: with their margins Fisher's test can't
 * reject them (Tarone).
 */
final class Holm {
  private Holm() {}

  /** The differences that are not chance. */
  static <T> Set<T> standing(List<T> all, ToDoubleFunction<T> chance, double limit) {
    List<T> sorted = all.stream().sorted(Comparator.comparingDouble(chance)).toList();
    Set<T> standing = new HashSet<>();
    for (int i = 0; i < sorted.size(); i++) {
      if (chance.applyAsDouble(sorted.get(i)) > limit / (sorted.size() - i)) {
        break;
      }
      standing.add(sorted.get(i));
    }
    return standing;
  }
}
