// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import dev.subflow.observe.Observation;
import java.util.ArrayList;
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
    List<List<String>> before = base.stream().map(o -> TwoWays.lines(o, path)).toList();
    List<List<String>> after = changed.stream().map(o -> TwoWays.lines(o, path)).toList();
    Set<List<String>> ofBase = Set.copyOf(before);
    Set<List<String>> ofChanged = Set.copyOf(after);
    if (Stream.concat(before.stream(), after.stream()).distinct().count() == 1) {
      return;
    }
    if (TwoWays.isTime(path)) {
      times(path, before, after);
    } else if (ofBase.size() == 1 && ofChanged.size() == 1) {
      add(TwoWays.whole(path, before.get(0), after.get(0)));
    } else {
      lines(path, before, after);
    }
  }

  private void times(String path, List<List<String>> before, List<List<String>> after) {
    OptionalDouble one = median(before);
    OptionalDouble other = median(after);
    if (one.isPresent()
        && other.isPresent()
        && Math.abs(other.getAsDouble() - one.getAsDouble()) >= LEAST_SECONDS) {
      add(TwoWays.times(path, one.getAsDouble(), other.getAsDouble()));
    }
  }

  private static OptionalDouble median(List<List<String>> values) {
    double[] all =
        values.stream().flatMapToDouble(v -> TwoWays.seconds(v).stream()).sorted().toArray();
    return all.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(all[all.length / 2]);
  }

  /** Line by line: which of them, and how often, is in which run. */
  private void lines(String path, List<List<String>> before, List<List<String>> after) {
    Set<String> all = new LinkedHashSet<>();
    Stream.concat(before.stream(), after.stream()).forEach(all::addAll);
    if (before.stream().allMatch(l -> l.size() <= 1)
        && after.stream().allMatch(l -> l.size() <= 1)) {
      List<String> usual = mostFrequent(before);
      List<String> others = mostFrequent(after);
      if (!usual.equals(others)) {
        add(TwoWays.whole(path, usual, others));
      }
      return;
    }
    for (String line : all) {
      long one = usualCount(before, line);
      long other = usualCount(after, line);
      if (one != other) {
        add(TwoWays.count(path, line, one, other));
      }
    }
  }

  private static long usualCount(List<List<String>> values, String line) {
    return mostFrequent(values.stream().map(v -> v.stream().filter(line::equals).count()).toList());
  }

  private static <T> T mostFrequent(List<T> values) {
    Map<T, Integer> counts = new HashMap<>();
    values.forEach(v -> counts.merge(v, 1, Integer::sum));
    return values.stream()
        .max(Comparator.comparingInt(v -> counts.getOrDefault(v, 0)))
        .orElseThrow();
  }

  private void add(TwoWays ways) {
    Difference.Share one = share(base, ways);
    Difference.Share other = share(changed, ways);
    double chance =
        Math.min(
            1,
            2
                * Chance.thatSecondIsWorse(
                    one.some(), one.all() - one.some(), other.some(), other.all() - other.some()));
    found.add(new Difference(ways.words(), ways, one, other, chance));
  }

  private static Difference.Share share(List<Observation> runs, TwoWays ways) {
    return new Difference.Share(runs.stream().map(r -> ways.of(r) == TwoWays.Way.BASE).toList());
  }
}
