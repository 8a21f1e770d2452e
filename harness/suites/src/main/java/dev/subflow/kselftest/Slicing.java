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

/**
 * Cuts the subtests of a long script into slices: long ones first, as each clone starts cold, and
 * ever shorter ones, so that the clones end at about the same time ("guided self-scheduling").
 */
final class Slicing {
  /** More of a script is lost with a slice that crashes the longer the slice is. */
  static final Duration LONGEST = Duration.ofMinutes(4);

  /** Below it, starting the clone would take a large part of the time. */
  static final Duration SHORTEST = Duration.ofSeconds(15);

  /** A slice takes this part of what its clone still has ahead, were all work shared evenly. */
  private static final double SHARE = 2.0 / 3;

  private Slicing() {}

  /**
   * Slices for so many clones, the longest first; each keeps the script's order. Two subtests of
   * one name can't be told apart by name, so they stay together.
   *
   * @param duration how long a subtest takes
   */
  static List<Slice> cut(
      String script, List<String> names, Function<String, Duration> duration, int clones) {
    List<String> unique = new ArrayList<>(new LinkedHashSet<>(names));
    List<Bin> bins =
        bins(unique.stream().mapToLong(n -> duration.apply(n).toMillis()).sum(), clones);
    unique.stream()
        .sorted(Comparator.comparing(duration).reversed())
        .forEach(
            name -> {
              Bin roomiest = bins.stream().max(Comparator.comparingLong(b -> b.room)).orElseThrow();
              roomiest.names.add(name);
              roomiest.room -= duration.apply(name).toMillis();
            });
    return bins.stream()
        .filter(bin -> !bin.names.isEmpty())
        .map(
            bin ->
                Slice.of(
                    script, inOrder(unique, bin.names), Duration.ofMillis(bin.size - bin.room)))
        .sorted(Comparator.comparing(Slice::expected).reversed())
        .toList();
  }

  private static List<Bin> bins(long total, int clones) {
    List<Bin> bins = new ArrayList<>();
    long left = total;
    do {
      long share = (long) (left * SHARE / clones);
      long size = Math.max(SHORTEST.toMillis(), Math.min(LONGEST.toMillis(), share));
      bins.add(new Bin(size));
      left -= size;
    } while (left > 0);
    return bins;
  }

  private static List<String> inOrder(List<String> all, List<String> some) {
    Set<String> wanted = new HashSet<>(some);
    return all.stream().filter(wanted::contains).toList();
  }

  private static final class Bin {
    private final List<String> names = new ArrayList<>();
    private final long size;
    private long room;

    Bin(long size) {
      this.size = size;
      this.room = size;
    }
  }
}
