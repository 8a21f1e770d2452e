// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import dev.subflow.observe.DifferenceWords;
import dev.subflow.observe.Observation;
import dev.subflow.observe.Seconds;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Compares what runs of a test on two kernels saw.
 *
 * <p>A part that is the same in all runs of each kernel is compared as it is. Of one that varies by
 * itself each line is compared by the share of runs that have it; of a time, by the share of runs
 * in which it is long. Each share by Fisher's exact test, two-sided.
 */
final class Differences {
  /** Less is a matter of the machine. */
  private static final double LEAST_SECONDS = 0.8;

  private static final String COUNTERS = "counters/";
  private static final List<String> UNCHANGED = List.of("0");

  private final List<Observation> base;
  private final List<Observation> changed;
  private final List<Difference> found = new ArrayList<>();

  private Differences(List<Observation> base, List<Observation> changed) {
    this.base = base;
    this.changed = changed;
  }

  /**
   * All parts that were not the same in all runs of both, certain or not, in the order of the
   * parts. Empty if a kernel has no run.
   */
  static List<Difference> between(List<Observation> base, List<Observation> changed) {
    if (base.isEmpty() || changed.isEmpty()) {
      return List.of();
    }
    Differences differences = new Differences(base, changed);
    Set<String> paths = new LinkedHashSet<>();
    Stream.concat(base.stream(), changed.stream()).forEach(o -> paths.addAll(o.parts().keySet()));
    paths.stream()
        .filter(path -> !differences.isCovered(path, paths))
        .forEach(differences::compare);
    return List.copyOf(differences.found);
  }

  /** Whether a subflow or a connection is missing on one side, which its list tells already. */
  private boolean isCovered(String path, Set<String> paths) {
    String[] words = path.split("/", -1);
    if (words.length < 4 || !words[0].equals("wire")) {
      return false;
    }
    String ends = "wire/" + words[1] + "/" + words[2] + "/end";
    return paths.contains(ends)
        && (base.stream().allMatch(o -> o.part(ends).isEmpty())
            || changed.stream().allMatch(o -> o.part(ends).isEmpty()));
  }

  private void compare(String path) {
    List<List<String>> before = base.stream().map(o -> lines(o, path)).toList();
    List<List<String>> after = changed.stream().map(o -> lines(o, path)).toList();
    Set<List<String>> ofBase = Set.copyOf(before);
    Set<List<String>> ofChanged = Set.copyOf(after);
    if (Stream.concat(before.stream(), after.stream()).distinct().count() == 1) {
      return;
    }
    if (path.endsWith("/after")) {
      times(path, before, after);
    } else if (ofBase.size() == 1 && ofChanged.size() == 1) {
      String words = DifferenceWords.of(path, before.get(0), after.get(0));
      add(path, words, before, after, before.get(0)::equals);
    } else {
      lines(path, before, after);
    }
  }

  /** Lines of a part; a counter that a kernel does not have never counted. */
  private static List<String> lines(Observation observation, String path) {
    List<String> lines = observation.part(path);
    if (!lines.isEmpty() || !path.startsWith(COUNTERS)) {
      return lines;
    }
    String ofHost = path.substring(0, path.indexOf('/', COUNTERS.length()) + 1);
    boolean counted = observation.parts().keySet().stream().anyMatch(p -> p.startsWith(ofHost));
    return counted ? UNCHANGED : lines;
  }

  private void times(String path, List<List<String>> before, List<List<String>> after) {
    OptionalDouble one = median(before);
    OptionalDouble other = median(after);
    if (one.isEmpty() || other.isEmpty()) {
      return;
    }
    double later = other.getAsDouble() - one.getAsDouble();
    if (Math.abs(later) < LEAST_SECONDS) {
      return;
    }
    double middle = (one.getAsDouble() + other.getAsDouble()) / 2;
    String words = DifferenceWords.later(path, later);
    add(path, words, before, after, lines -> (seconds(lines).orElse(middle) < middle) == later > 0);
  }

  private static OptionalDouble median(List<List<String>> values) {
    double[] all = values.stream().flatMapToDouble(v -> seconds(v).stream()).sorted().toArray();
    return all.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(all[all.length / 2]);
  }

  private static OptionalDouble seconds(List<String> lines) {
    return lines.isEmpty() ? OptionalDouble.empty() : Seconds.parse(lines.get(0));
  }

  /** Line by line: which of them, and how often, is in which run. */
  private void lines(String path, List<List<String>> before, List<List<String>> after) {
    Set<String> all = new LinkedHashSet<>();
    Stream.concat(before.stream(), after.stream()).forEach(all::addAll);
    if (before.stream().allMatch(l -> l.size() <= 1)
        && after.stream().allMatch(l -> l.size() <= 1)) {
      String usual = usual(before);
      String others = usual(after);
      if (!usual.equals(others)) {
        String words = DifferenceWords.of(path, listed(usual), listed(others));
        add(path, words, before, after, listed(usual)::equals);
      }
      return;
    }
    for (String line : all) {
      long one = usualCount(before, line);
      long other = usualCount(after, line);
      if (one != other) {
        String words = DifferenceWords.ofCount(path, line, one, other);
        add(path, words, before, after, lines -> count(lines, line) == one);
      }
    }
  }

  private static List<String> listed(String line) {
    return line.isEmpty() ? List.of() : List.of(line);
  }

  private static String usual(List<List<String>> values) {
    return mostFrequent(values.stream().map(v -> v.isEmpty() ? "" : v.get(0)).toList());
  }

  private static long usualCount(List<List<String>> values, String line) {
    return mostFrequent(values.stream().map(v -> count(v, line)).toList());
  }

  private static <T> T mostFrequent(List<T> values) {
    Map<T, Integer> counts = new HashMap<>();
    values.forEach(v -> counts.merge(v, 1, Integer::sum));
    return values.stream().max(Comparator.comparing(v -> counts.getOrDefault(v, 0))).orElseThrow();
  }

  private static long count(Collection<String> lines, String line) {
    return lines.stream().filter(line::equals).count();
  }

  private void add(
      String path,
      String words,
      List<List<String>> before,
      List<List<String>> after,
      java.util.function.Predicate<List<String>> asBase) {
    int one = (int) before.stream().filter(asBase).count();
    int other = (int) after.stream().filter(asBase).count();
    double chance =
        Math.min(
            1, 2 * Chance.thatSecondIsWorse(one, before.size() - one, other, after.size() - other));
    found.add(
        new Difference(
            path,
            words,
            new Difference.Share(one, before.size()),
            new Difference.Share(other, after.size()),
            chance));
  }
}
