// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import dev.subflow.observe.Observation;
import dev.subflow.regress.TestRuns.Job;
import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Runs the same tests on several kernels in a row, and those that differ between neighbours again,
 * until it is decided of each what became of it.
 */
public final class Experiment {
  private final TestRuns runs;
  private final Judge judge;
  private final Consumer<String> progress;
  private final Map<Cell, Tally> tallies = new LinkedHashMap<>();
  private final Map<String, String> testOf = new LinkedHashMap<>();
  private final Set<Want> recorded = new LinkedHashSet<>();
  private final Behaviours behaviours;

  /** Cells that the next runs are for, and the number of results there were of each before. */
  private final Map<Cell, Integer> wantedCells = new LinkedHashMap<>();

  private final Set<Cell> silent = new LinkedHashSet<>();

  /** One test on one kernel. */
  private record Cell(String variant, String key) {}

  /** Two kernels to be compared. */
  private record Pair(Variant from, Variant to) {}

  /** A run that somebody has to wait for. */
  private record Want(Variant variant, String test) {}

  /**
   * @param progress told in a few words what comes next
   */
  public Experiment(TestRuns runs, Rules rules, Consumer<String> progress) {
    this(runs, rules, new Judge(rules), progress);
  }

  /** One that goes by splats alone: neither by verdicts nor by behaviour. */
  public static Experiment ofSplats(TestRuns runs, Rules rules, Consumer<String> progress) {
    TestRuns unobserved = jobs -> runs.run(jobs).stream().map(Experiment::unobserved).toList();
    return new Experiment(unobserved, rules, Judge.ofSplats(rules), progress);
  }

  private static TestRuns.Observation unobserved(TestRuns.Observation seen) {
    return new TestRuns.Observation(seen.variant(), seen.test(), seen.key(), seen.result());
  }

  private Experiment(TestRuns runs, Rules rules, Judge judge, Consumer<String> progress) {
    this.runs = runs;
    this.judge = judge;
    this.behaviours = new Behaviours(rules);
    this.progress = progress;
  }

  /**
   * Takes results of a kernel that were recorded before; they stand for its first run of each test.
   *
   * @param results by key
   * @param tests what will be run; results of others are left out
   * @return how many are of those tests
   */
  public int recorded(Variant variant, Map<String, List<TestResult>> results, List<String> tests) {
    int taken = 0;
    for (Map.Entry<String, List<TestResult>> some : results.entrySet()) {
      String key = some.getKey();
      Optional<String> test = tests.stream().filter(t -> isOf(t, key)).findFirst();
      if (test.isPresent()) {
        recorded.add(new Want(variant, test.get()));
        testOf.put(key, test.get());
        tallies.put(new Cell(variant.name(), key), new Tally(some.getValue()));
        taken += some.getValue().size();
      }
    }
    return taken;
  }

  private static boolean isOf(String test, String key) {
    return key.equals(test) || key.startsWith(test + "[") || key.startsWith(test + ":");
  }

  /**
   * Compares each kernel with the one before it, pairings of kernels with the first.
   *
   * @param variants in order, the base first
   * @param tests what is run on all of them
   */
  public List<Comparison> compare(List<Variant> variants, List<String> tests) {
    List<Job> first = new ArrayList<>();
    for (String test : tests) {
      variants.stream()
          .filter(v -> !recorded.contains(new Want(v, test)))
          .forEach(v -> first.add(new Job(v, test, 1)));
    }
    String what = Pairs.areAmong(variants) ? " pairings" : " kernels";
    progress.accept(tests.size() + " tests on " + variants.size() + what);
    run(first);
    List<Pair> pairs = pairs(variants);
    for (List<Job> more = wanted(pairs); !more.isEmpty(); more = wanted(pairs)) {
      runAgain(more);
    }
    for (int target : behaviours.targets()) {
      runAgain(unsettled(pairs, target));
    }
    tellWhatIsOpen(pairs);
    return judged(variants);
  }

  private void runAgain(List<Job> jobs) {
    run(jobs);
    // What gives no result when it is asked for would be asked for for ever.
    wantedCells.forEach(
        (cell, attempts) -> {
          if (tallies.getOrDefault(cell, Tally.NONE).attempts() <= attempts) {
            silent.add(cell);
          }
        });
  }

  /** Differences in behaviour between the kernels that were compared, as far as they ran. */
  public List<Differs> differs(List<Variant> variants) {
    Variant last = variants.get(variants.size() - 1);
    return Together.told(
        certain(variants), to -> Pairs.areAmong(variants) ? Pairs.side(to, last) : "");
  }

  /** Differences that are none of chance, by the kernels that show them. */
  List<Certain> certain(List<Variant> variants) {
    List<Pair> pairs = pairs(variants);
    List<Certain> all = new ArrayList<>();
    pairs.forEach(p -> all.addAll(behaviours.certain(p.from().name(), p.to().name(), keys())));
    return Pairs.areAmong(variants)
        ? Pairs.merged(all.stream().map(c -> alsoOn(pairs, c)).toList())
        : all;
  }

  /** One pairing needs fewer runs than another; what both mostly do is one difference. */
  private Certain alsoOn(List<Pair> pairs, Certain certain) {
    List<String> to =
        pairs.stream()
            .filter(
                p ->
                    certain.to().contains(p.to().name())
                        || behaviours
                            .words(p.from().name(), p.to().name(), certain.tests())
                            .contains(certain.words()))
            .map(p -> p.to().name())
            .toList();
    return new Certain(certain.difference(), certain.from(), to, certain.tests());
  }

  /** Runs of tests that behave differently though they end in one way. */
  private List<Job> unsettled(List<Pair> pairs, int target) {
    Map<Want, Integer> wants = new LinkedHashMap<>();
    wantedCells.clear();
    Set<String> differ = new LinkedHashSet<>();
    for (Pair pair : pairs) {
      for (String key :
          behaviours.undecided(pair.from().name(), pair.to().name(), unchanged(pair), target)) {
        boolean added = want(wants, pair.from(), key, target - tally(pair.from(), key).attempts());
        added |= want(wants, pair.to(), key, target - tally(pair.to(), key).attempts());
        if (added) {
          differ.add(key);
        }
      }
    }
    if (!differ.isEmpty()) {
      progress.accept("again, as they behave differently: " + String.join(", ", differ));
    }
    return jobs(wants);
  }

  private void tellWhatIsOpen(List<Pair> pairs) {
    Set<String> open = new LinkedHashSet<>();
    for (Pair pair : pairs) {
      open.addAll(behaviours.open(pair.from().name(), pair.to().name(), unchanged(pair)));
    }
    if (!open.isEmpty()) {
      progress.accept(
          "these behave differently in every run, but too few runs were made to be sure (--runs): "
              + String.join(", ", open));
    }
  }

  private List<String> unchanged(Pair pair) {
    return keys().stream()
        .filter(k -> judge.judge(tally(pair.from(), k), tally(pair.to(), k)).isUnchanged())
        .toList();
  }

  private static List<Job> jobs(Map<Want, Integer> wants) {
    return wants.entrySet().stream()
        .map(w -> new Job(w.getKey().variant(), w.getKey().test(), w.getValue()))
        .toList();
  }

  /**
   * Comparisons of these kernels so far: all of them after they were compared; where that was
   * broken off, what is not decided is INCONCLUSIVE.
   */
  public List<Comparison> judged(List<Variant> variants) {
    List<Comparison> comparisons = new ArrayList<>();
    for (Pair pair : pairs(variants)) {
      for (String key : keys()) {
        Tally from = tally(pair.from(), key);
        Tally to = tally(pair.to(), key);
        if (from.attempts() + to.attempts() > 0) {
          Judgement judgement = judge.judge(from, to).asLast();
          comparisons.add(Comparison.of(key, pair.from(), pair.to(), from, to, judgement));
        }
      }
    }
    return comparisons;
  }

  private static List<Pair> pairs(List<Variant> variants) {
    List<Pair> pairs = new ArrayList<>();
    boolean paired = Pairs.areAmong(variants);
    for (int i = 1; i < variants.size(); i++) {
      pairs.add(new Pair(variants.get(paired ? 0 : i - 1), variants.get(i)));
    }
    return pairs;
  }

  private List<Job> wanted(List<Pair> pairs) {
    Map<Want, Integer> wants = new LinkedHashMap<>();
    wantedCells.clear();
    Set<String> differ = new LinkedHashSet<>();
    for (Pair pair : pairs) {
      for (String key : keys()) {
        Tally from = tally(pair.from(), key);
        Tally to = tally(pair.to(), key);
        Judgement judgement = judge.judge(from, to);
        if (judgement.wanted() > 0 && testOf.containsKey(key)) {
          boolean added = want(wants, pair.from(), key, judgement.wanted() - from.attempts());
          added |= want(wants, pair.to(), key, judgement.wanted() - to.attempts());
          if (added) {
            differ.add(key);
          }
        }
      }
    }
    if (!differ.isEmpty()) {
      progress.accept("again, to tell it from chance: " + String.join(", ", differ));
    }
    return jobs(wants);
  }

  private boolean want(Map<Want, Integer> wants, Variant variant, String key, int times) {
    String test = testOf.get(key);
    Cell cell = new Cell(variant.name(), key);
    if (times <= 0 || test == null || silent.contains(cell)) {
      return false;
    }
    int attempts = tally(variant, key).attempts();
    if (attempts == 0 && !recorded.contains(new Want(variant, test))) {
      // It ran with all the others there and gave no such result: that kernel does not have it.
      return false;
    }
    wantedCells.put(cell, attempts);
    wants.merge(new Want(variant, test), times, Math::max);
    return true;
  }

  private void run(List<Job> jobs) {
    if (jobs.isEmpty()) {
      return;
    }
    for (TestRuns.Observation seen : runs.run(jobs)) {
      testOf.put(seen.key(), seen.test());
      tallies.merge(
          new Cell(seen.variant().name(), seen.key()),
          new Tally(List.of(seen.result())),
          (before, now) -> before.with(seen.result()));
      Verdict verdict = seen.result().verdict();
      if (verdict == Verdict.PASS || verdict == Verdict.FAIL) {
        seen.behaviour().ifPresent(b -> behave(seen.variant(), seen.key(), b));
      }
    }
  }

  private void behave(Variant variant, String key, Observation behaviour) {
    if (behaviours.add(variant.name(), key, behaviour)) {
      behaviours.earlier(variant.name(), key, runs.earlier(variant, key));
    }
  }

  private Collection<String> keys() {
    return List.copyOf(testOf.keySet());
  }

  private Tally tally(Variant variant, String key) {
    return tallies.getOrDefault(new Cell(variant.name(), key), Tally.NONE);
  }
}
