// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Cuts the subtests of a long script into slices that take about as long as each other. */
final class Slicing {
  private Slicing() {}

  /**
   * Slices of at most about that length, longest subtests first; each keeps the script's order. Two
   * subtests of one name can't be told apart by name, so they stay together.
   *
   * @param duration how long a subtest takes
   * @param longest the aim; a subtest that takes longer gets a slice of its own
   */
  static List<Slice> cut(
      String script, List<String> names, Function<String, Duration> duration, Duration longest) {
    List<String> unique = new ArrayList<>(new LinkedHashSet<>(names));
    long total = unique.stream().mapToLong(n -> duration.apply(n).toMillis()).sum();
    int count =
        (int)
            Math.max(
                1, Math.min(unique.size(), (total + longest.toMillis() - 1) / longest.toMillis()));
    List<Bin> bins = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      bins.add(new Bin());
    }
    unique.stream()
        .sorted(Comparator.comparing(duration).reversed())
        .forEach(
            name -> {
              Bin shortest =
                  bins.stream().min(Comparator.comparingLong(b -> b.millis)).orElseThrow();
              shortest.names.add(name);
              shortest.millis += duration.apply(name).toMillis();
            });
    return bins.stream()
        .filter(bin -> !bin.names.isEmpty())
        .map(bin -> Slice.of(script, inOrder(unique, bin.names), Duration.ofMillis(bin.millis)))
        .toList();
  }

  private static List<String> inOrder(List<String> all, List<String> some) {
    Set<String> wanted = new HashSet<>(some);
    return all.stream().filter(wanted::contains).toList();
  }

  private static final class Bin {
    private final List<String> names = new ArrayList<>();
    private long millis;
  }
}
