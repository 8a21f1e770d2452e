// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Pairings of two kernels, client x server. Each is compared with the one that has the first kernel
 * on both ends, and a difference is told by the end that it follows.
 */
public final class Pairs {
  private static final String CLIENT = "client";
  private static final String SERVER = "server";

  private Pairs() {}

  /**
   * The pairings of two kernels that were built: the first one on both ends, the second one on the
   * client, on the server, on both.
   */
  public static List<Build> of(Build first, Build second) {
    return List.of(first, on(CLIENT, first, second), on(SERVER, first, second), second);
  }

  private static Build on(String host, Build first, Build second) {
    return new Build(
        host,
        name(second.variant(), second.title(), second.kernel().orElseThrow()) + " on the " + host,
        first.kernel(),
        Map.of(host, second.kernel().orElseThrow()),
        "",
        List.of(),
        Duration.ZERO,
        Optional.empty());
  }

  /** The name for people: that of the kernel where there is one, else that of its build. */
  private static String name(String variant, String title, String kernel) {
    return title.equals(kernel) ? kernel : variant;
  }

  /** Whether kernels are pairings. */
  static boolean areAmong(List<Variant> variants) {
    return variants.stream().anyMatch(v -> !v.hosts().isEmpty());
  }

  /**
   * The end that something follows, such as {@code with 7.3 on the server}.
   *
   * @param shown names of the pairings that show it
   * @param second the second kernel on both ends
   */
  static String side(List<String> shown, Variant second) {
    boolean client = shown.contains(CLIENT);
    boolean server = shown.contains(SERVER);
    boolean both = shown.contains(second.name());
    String side;
    if (client && server) {
      side = both ? "either end" : "one end alone";
    } else if (client || server) {
      side = "the " + (client ? CLIENT : SERVER) + (both ? "" : " alone");
    } else {
      side = "both ends";
    }
    return "with " + name(second.name(), second.title(), second.kernel()) + " on " + side;
  }

  /** Differences of pairings, those in the same words as one. */
  static List<Certain> merged(List<Certain> all) {
    Map<String, Certain> merged = new LinkedHashMap<>();
    all.forEach(c -> merged.merge(c.words(), c, Pairs::merged));
    return List.copyOf(merged.values());
  }

  private static Certain merged(Certain one, Certain other) {
    return new Certain(
        one.difference(),
        one.from(),
        union(one.to(), other.to()),
        union(one.tests(), other.tests()));
  }

  private static List<String> union(List<String> one, List<String> other) {
    Set<String> all = new LinkedHashSet<>(one);
    all.addAll(other);
    return new ArrayList<>(all);
  }
}
