// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import dev.subflow.observe.Observation;
import dev.subflow.observe.TimingParts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Behaviour of kernels in the runs of tests so far. */
final class Behaviours {
  private static final int FIRST = 2;

  private final Rules rules;
  private final Map<List<String>, List<Observation>> seen = new HashMap<>();
  private final Map<List<String>, List<Observation>> earlier = new HashMap<>();

  Behaviours(Rules rules) {
    this.rules = rules;
  }

  /** A difference in a test. */
  private record Found(String test, Difference difference) {}

  /**
   * Takes what a run saw.
   *
   * @return whether it is the first of that test on that kernel
   */
  boolean add(String variant, String test, Observation behaviour) {
    List<Observation> all = seen.computeIfAbsent(List.of(variant, test), k -> new ArrayList<>());
    return all.add(behaviour) && all.size() == 1;
  }

  /** Takes what earlier runs saw, before this comparison. */
  void earlier(String variant, String test, List<Observation> behaviour) {
    earlier.put(List.of(variant, test), List.copyOf(behaviour));
  }

  /** Runs of a test on a base that are known. */
  private int earlier(String variant, String test) {
    return earlier.getOrDefault(List.of(variant, test), List.of()).size();
  }

  private List<Observation> of(String variant, String test) {
    return seen.getOrDefault(List.of(variant, test), List.of());
  }

  private List<Found> found(String from, String to, Collection<String> tests) {
    List<Found> all = new ArrayList<>();
    for (String test : tests) {
      differences(from, to, test).stream()
          .filter(d -> !TimingParts.has(d.path()))
          .forEach(d -> all.add(new Found(test, d)));
    }
    return all;
  }

  /**
   * Differences of the runs of this comparison. Earlier runs of the base speak for it too, if those
   * of now, made in turns with the others, are clear by themselves.
   */
  private List<Difference> differences(String from, String to, String test) {
    List<Difference> now = Differences.between(of(from, test), of(to, test));
    if (earlier(from, test) == 0) {
      return now;
    }
    Map<String, Boolean> clear = new HashMap<>();
    now.forEach(d -> clear.merge(d.path(), d.isClear(), Boolean::logicalOr));
    List<Observation> all = new ArrayList<>(of(from, test));
    all.addAll(earlier.getOrDefault(List.of(from, test), List.of()));
    return Differences.between(all, of(to, test)).stream()
        .filter(d -> clear.getOrDefault(d.path(), false))
        .toList();
  }

  /**
   * Tests to run again so that each difference that may be one is decided: of those that show the
   * same, one.
   *
   * @param target runs that each kernel should have of them
   */
  Set<String> undecided(String from, String to, Collection<String> tests, int target) {
    Set<String> chosen = open(from, to, tests);
    chosen.removeIf(
        test ->
            Math.min(of(from, test).size(), of(to, test).size()) >= target
                || (target > FIRST && least(target + earlier(from, test), target) > limit()));
    return chosen;
  }

  /**
   * Tests with differences between all runs of one kernel and all of the other that may be chance
   * yet; of those that show the same, one.
   */
  Set<String> open(String from, String to, Collection<String> tests) {
    List<Found> candidates = new ArrayList<>(found(from, to, tests));
    Set<Found> settled = standing(candidates);
    candidates.removeIf(f -> !f.difference().isClear());
    Set<String> certain = new HashSet<>();
    settled.forEach(f -> certain.add(f.difference().words()));
    candidates.removeIf(f -> certain.contains(f.difference().words()));
    Set<String> chosen = new LinkedHashSet<>();
    Set<String> covered = new HashSet<>();
    // Tests that ran most come first: they have the least to run.
    candidates.sort(Comparator.comparingInt(f -> -runs(f)));
    for (Found candidate : candidates) {
      if (!covered.contains(candidate.difference().words())) {
        chosen.add(candidate.test());
        candidates.stream()
            .filter(f -> f.test().equals(candidate.test()))
            .forEach(f -> covered.add(f.difference().words()));
      }
    }
    return chosen;
  }

  private static int runs(Found found) {
    return Math.min(found.difference().base().all(), found.difference().changed().all());
  }

  /**
   * Numbers of runs after which it is looked at differences: 2, to drop what varies, and more. The
   * first of those do only where earlier runs of the base are known.
   */
  List<Integer> targets() {
    List<Integer> targets = new ArrayList<>(List.of(FIRST));
    targets.addAll(rules.looks());
    return targets;
  }

  /** The smallest probability that so many runs can have. */
  private static double least(int base, int changed) {
    return Math.min(1, 2 * Chance.thatSecondIsWorse(base, 0, 0, changed));
  }

  /** Differences that are none of chance, each once. */
  List<Certain> certain(String from, String to, Collection<String> tests) {
    List<Found> all = found(from, to, tests);
    Set<Found> standing = standing(all);
    Map<String, Found> first = new LinkedHashMap<>();
    all.stream()
        .filter(standing::contains)
        .forEach(f -> first.putIfAbsent(f.difference().words(), f));
    return first.values().stream().map(f -> certain(from, to, f, all)).toList();
  }

  /** Differences that were seen, certain or not, in their words. */
  Set<String> words(String from, String to, Collection<String> tests) {
    return found(from, to, tests).stream()
        .map(f -> f.difference().words())
        .collect(Collectors.toSet());
  }

  /** A test that ran too seldom can reject nothing, and so does not count. */
  private Set<Found> standing(List<Found> all) {
    double limit = limit();
    List<Found> testable =
        all.stream()
            .filter(
                f -> least(f.difference().base().all(), f.difference().changed().all()) <= limit)
            .toList();
    return Holm.standing(testable, f -> f.difference().chance(), limit);
  }

  /** The chance allowed, shared between the looks. */
  private double limit() {
    return rules.alpha() / rules.looks().size();
  }

  private static Certain certain(String from, String to, Found shown, List<Found> all) {
    Set<String> tests = new LinkedHashSet<>(List.of(shown.test()));
    all.stream()
        .filter(
            f ->
                f.difference().words().equals(shown.difference().words())
                    && f.difference().isClear())
        .forEach(f -> tests.add(f.test()));
    return new Certain(shown.difference(), from, List.of(to), List.copyOf(tests));
  }
}
