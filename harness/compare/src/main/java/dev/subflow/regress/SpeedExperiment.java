// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import dev.subflow.failure.UsageException;
import dev.subflow.measure.Measure;
import dev.subflow.measure.Quantity;
import dev.subflow.regress.TestRuns.Job;
import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import dev.subflow.speed.SpeedChange;
import dev.subflow.speed.SpeedJudge;
import dev.subflow.speed.SpeedReport;
import dev.subflow.speed.SpeedRules;
import dev.subflow.speed.Typical;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Runs tests that measure transfers on two kernels in turns, A B B A and so on, until of each
 * quantity a difference is shown or excluded.
 *
 * <p>The kernels never run side by side, as they would take the processor from each other; a turn
 * has every test once, so that a time in which the machine is busy meets many tests a little and
 * none of them often.
 */
public final class SpeedExperiment {
  /** Turns without a value after which a test is not asked again. */
  private static final int PATIENCE = 3;

  private final TestRuns runs;
  private final SpeedRules rules;
  private final Consumer<String> progress;
  private final Map<Cell, Map<Variant, List<Double>>> values = new LinkedHashMap<>();
  private final Map<String, String> testOf = new LinkedHashMap<>();
  private final Map<Want, Integer> silent = new LinkedHashMap<>();
  private final Set<Want> measured = new LinkedHashSet<>();
  private final Map<Want, TestResult> failures = new LinkedHashMap<>();
  private final Map<Cell, SpeedChange> judged = new LinkedHashMap<>();
  private int turns;

  /** One quantity of one transfer of the results of a test. */
  private record Cell(String key, String transfer, Quantity quantity) {
    String name() {
      return transfer.isEmpty() ? key : key + " " + transfer;
    }
  }

  private record Want(Variant variant, String test) {}

  /**
   * An experiment in which nothing ran yet.
   *
   * @param progress told in a few words what comes next
   */
  public SpeedExperiment(TestRuns runs, SpeedRules rules, Consumer<String> progress) {
    this.runs = Objects.requireNonNull(runs, "runs");
    this.rules = Objects.requireNonNull(rules, "rules");
    this.progress = Objects.requireNonNull(progress, "progress");
  }

  /**
   * Compares two kernels.
   *
   * @param tests those that measure
   * @throws UsageException where the runs allowed are too few for the quantities that there are
   */
  public SpeedReport compare(Variant base, Variant patched, List<String> tests) {
    List<Variant> both = List.of(base, patched);
    turn(both, tests);
    List<Integer> looks = rules.looks(Math.max(1, values.size()));
    List<String> open = tests;
    for (int look = 0; look < looks.size() && !open.isEmpty(); look++) {
      int more = looks.get(look) - turns;
      if (more > 0) {
        progress.accept(
            more
                + (more == 1 ? " more run of " : " more runs of ")
                + (open.size() == 1 ? open.get(0) : open.size() + " tests")
                + " on both kernels");
      }
      while (turns < looks.get(look)) {
        List<String> speaking = open.stream().filter(t -> speaks(both, t)).toList();
        turn(both, speaking);
      }
      judge(base, patched, open, look);
      open = open(open);
    }
    return report(both, tests);
  }

  private SpeedReport report(List<Variant> both, List<String> tests) {
    List<String> unmeasured = new ArrayList<>();
    both.forEach(kernel -> unmeasured.addAll(unmeasured(kernel, tests)));
    return new SpeedReport(rules.by(), rules.alpha(), List.copyOf(judged.values()), unmeasured);
  }

  /** Runs tests on one kernel, and tells what is typical of it. */
  public List<Typical> typical(Variant kernel, List<String> tests, int times) {
    for (int i = 0; i < times; i++) {
      turn(List.of(kernel), tests.stream().filter(t -> speaks(List.of(kernel), t)).toList());
    }
    List<Typical> typical = new ArrayList<>();
    values.forEach(
        (cell, ofCell) ->
            typical.add(Typical.of(cell.name(), cell.quantity(), of(ofCell, kernel))));
    return typical;
  }

  /** Tests that never gave a value on that kernel, a line each with what they said. */
  public List<String> unmeasured(Variant kernel, List<String> tests) {
    return tests.stream()
        .map(test -> new Want(kernel, test))
        .filter(want -> !measured.contains(want))
        .map(this::complaint)
        .toList();
  }

  private void turn(List<Variant> kernels, List<String> tests) {
    boolean isForth = turns % 2 == 0;
    turns++;
    for (int i = 0; i < kernels.size() && !tests.isEmpty(); i++) {
      Variant kernel = kernels.get(isForth ? i : kernels.size() - 1 - i);
      List<TestRuns.Observation> seen =
          runs.run(tests.stream().map(t -> new Job(kernel, t, 1)).toList());
      tests.forEach(test -> silent.merge(new Want(kernel, test), 1, Integer::sum));
      for (TestRuns.Observation s : seen) {
        Verdict verdict = s.result().verdict();
        // A transfer that is too slow for its test is measured, and of a starved guest none.
        boolean counts = verdict == Verdict.PASS || verdict == Verdict.FAIL;
        if (counts && !s.measures().isEmpty()) {
          s.measures().forEach(measure -> take(kernel, s, measure));
        } else {
          failures.putIfAbsent(new Want(kernel, s.test()), s.result());
        }
      }
    }
  }

  private void take(Variant kernel, TestRuns.Observation seen, Measure measure) {
    Want want = new Want(kernel, seen.test());
    silent.put(want, 0);
    measured.add(want);
    testOf.put(seen.key(), seen.test());
    measure
        .values()
        .forEach(
            (quantity, value) ->
                values
                    .computeIfAbsent(
                        new Cell(seen.key(), measure.transfer(), quantity),
                        c -> new LinkedHashMap<>())
                    .computeIfAbsent(kernel, k -> new ArrayList<>())
                    .add(value));
  }

  /** Whether a test gave values lately, or may yet do so. */
  private boolean speaks(List<Variant> kernels, String test) {
    return kernels.stream()
        .allMatch(kernel -> silent.getOrDefault(new Want(kernel, test), 0) < PATIENCE);
  }

  private String complaint(Want want) {
    String why =
        Optional.ofNullable(failures.get(want))
            .map(r -> r.verdict() + r.message().map(m -> ", " + firstLine(m)).orElse(""))
            .orElse("it gave no result");
    return want.test() + " on " + want.variant().name() + ": " + why;
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  private void judge(Variant base, Variant patched, List<String> tests, int look) {
    SpeedJudge judge = new SpeedJudge(rules);
    values.forEach(
        (cell, sides) -> {
          SpeedChange before = judged.get(cell);
          boolean isOpen = before == null || !before.pace().isDecided();
          List<Double> first = of(sides, base);
          List<Double> second = of(sides, patched);
          boolean isMeasured = !first.isEmpty() && !second.isEmpty();
          if (isOpen && isMeasured && tests.contains(testOf.get(cell.key()))) {
            judged.put(
                cell,
                judge.judge(cell.name(), cell.quantity(), first, second, look, values.size()));
          }
        });
  }

  /** Tests of which more runs may decide something. */
  private List<String> open(List<String> tests) {
    return tests.stream()
        .filter(
            test ->
                judged.entrySet().stream()
                    .anyMatch(
                        j ->
                            test.equals(testOf.get(j.getKey().key()))
                                && !j.getValue().pace().isDecided()))
        .toList();
  }

  private static List<Double> of(Map<Variant, List<Double>> sides, Variant kernel) {
    return sides.getOrDefault(kernel, List.of());
  }
}
