// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import dev.subflow.observe.DifferenceWords;
import dev.subflow.regress.Difference.Share;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Differences that always come together: on the same kernels, in the same tests and in the same
 * runs, so that nothing seen tells their causes apart. One that is seen on several subflows is one.
 */
final class Together {
  /** The most telling first; others come last. */
  private static final List<String> KINDS =
      List.of("wire", "events", "sockets", "counters", "left");

  private Together() {}

  /** On which kernels, and of what, wherever in a conversation. */
  private record Topic(String from, Set<String> to, String words) {}

  /** Everything that differences of one group have in common. */
  private record Place(String from, Set<String> to, Set<String> tests, Set<List<Share>> runs) {}

  /** Groups in the order of their first differences, in each the most telling one first. */
  static List<List<Certain>> groups(List<Certain> all) {
    Map<Topic, List<Certain>> topics =
        by(
            all,
            c ->
                new Topic(
                    c.from(), new TreeSet<>(c.to()), DifferenceWords.withoutPlace(c.words())));
    Map<Place, List<List<Certain>>> places = by(topics.values(), Together::place);
    return places.values().stream()
        .map(
            group ->
                group.stream()
                    .flatMap(Collection::stream)
                    .sorted(Comparator.comparingInt(Together::rank))
                    .toList())
        .toList();
  }

  private static Place place(List<Certain> topic) {
    Set<String> tests = new LinkedHashSet<>();
    topic.forEach(c -> tests.addAll(c.tests()));
    return new Place(
        topic.get(0).from(),
        new TreeSet<>(topic.get(0).to()),
        tests,
        topic.stream()
            .map(c -> List.of(c.difference().base(), c.difference().changed()))
            .collect(Collectors.toSet()));
  }

  private static <K, V> Map<K, List<V>> by(Collection<V> all, Function<V, K> key) {
    return all.stream()
        .collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()));
  }

  private static int rank(Certain certain) {
    int kind = KINDS.indexOf(certain.difference().path().split("/", 2)[0]);
    return kind < 0 ? KINDS.size() : kind;
  }

  /**
   * Groups for readers.
   *
   * @param where the kernels of a group that behave in another way, where they are pairings
   */
  static List<Differs> told(List<Certain> all, Function<List<String>, String> where) {
    List<Differs> told = new ArrayList<>();
    for (List<Certain> group : groups(all)) {
      List<Differs> others = group.stream().skip(1).map(c -> differs(c, where, List.of())).toList();
      told.add(differs(group.get(0), where, others));
    }
    return told;
  }

  private static Differs differs(
      Certain c, Function<List<String>, String> where, List<Differs> others) {
    Difference d = c.difference();
    return new Differs(
        c.words(),
        c.from(),
        c.to(),
        where.apply(c.to()),
        d.base().toString(),
        d.changed().toString(),
        d.chance(),
        c.tests(),
        others);
  }
}
