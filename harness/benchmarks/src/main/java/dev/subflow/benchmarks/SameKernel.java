// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks;

import dev.subflow.cache.Cache;
import dev.subflow.observe.ApprovedBehaviour;
import dev.subflow.regress.Differs;
import dev.subflow.regress.Experiment;
import dev.subflow.regress.Rules;
import dev.subflow.regress.TestRuns;
import dev.subflow.regress.Variant;
import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import dev.subflow.run.BehaviourHistory;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** False alarms of comparing behaviour: a kernel against itself. */
@Command(
    name = "SameKernel",
    mixinStandardHelpOptions = true,
    description = {
      "Compares each kernel with itself, again and again: the runs of each test that the cache",
      "remembers are dealt at random to two sides, and compared as subflow regress compares two",
      "kernels. Every difference that it takes for certain is a false alarm. Exit code 1 if there is",
      "one.",
      "",
      "Then half of the runs of each test are approved and the others held against that; tells how",
      "many of those a test would have failed for."
    })
public final class SameKernel implements Callable<Integer> {
  private static final Variant BASE = new Variant("base", "base", "base");
  private static final Variant AGAIN = new Variant("again", "the same", "again");

  @Option(names = "--comparisons", description = "of each kernel; default ${DEFAULT-VALUE}")
  private int comparisons = 100;

  @Option(names = "--least", description = "runs that a test must have; default ${DEFAULT-VALUE}")
  private int least = 10;

  @Option(names = "--seed", description = "default ${DEFAULT-VALUE}")
  private long seed = 1;

  @Spec private @Nullable CommandSpec spec;

  /** Prints a line for each kernel. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new SameKernel()).execute(args));
  }

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec, "spec").commandLine().getOut();
    out.printf(
        "%-18s %6s %6s %12s %12s%n", "KERNEL", "TESTS", "RUNS", "COMPARISONS", "FALSE ALARMS");
    int alarms = 0;
    for (Map.Entry<Path, Map<Path, List<dev.subflow.observe.Observation>>> kernel :
        BehaviourHistory.all(Cache.ofUser()).entrySet()) {
      Map<String, List<dev.subflow.observe.Observation>> tests = new HashMap<>();
      kernel
          .getValue()
          .forEach(
              (file, runs) -> {
                if (runs.size() >= least) {
                  tests.put(String.valueOf(file.getFileName()), runs);
                }
              });
      List<Differs> found = new ArrayList<>();
      for (int i = 0; i < comparisons && !tests.isEmpty(); i++) {
        found.addAll(compare(tests, new Random(seed + i)));
      }
      int runs = tests.values().stream().mapToInt(List::size).sum();
      String name = String.valueOf(kernel.getKey().getFileName());
      int compared = tests.isEmpty() ? 0 : comparisons;
      out.printf("%-18s %6d %6d %12d %12d%n", name, tests.size(), runs, compared, found.size());
      found.forEach(d -> out.println("    " + d.words() + "  " + d.base() + ", " + d.changed()));
      out.flush();
      alarms += found.size();
      approve(out, tests);
    }
    return alarms > 0 ? 1 : 0;
  }

  private void approve(PrintWriter out, Map<String, List<dev.subflow.observe.Observation>> tests) {
    Map<String, Integer> complaints = new TreeMap<>();
    int held = 0;
    for (Map.Entry<String, List<dev.subflow.observe.Observation>> test : tests.entrySet()) {
      for (int i = 0; i < comparisons; i++) {
        List<dev.subflow.observe.Observation> shuffled = new ArrayList<>(test.getValue());
        Collections.shuffle(shuffled, new Random(seed + i));
        int half = shuffled.size() / 2;
        ApprovedBehaviour approved = ApprovedBehaviour.of(shuffled.subList(0, half));
        for (dev.subflow.observe.Observation run : shuffled.subList(half, shuffled.size())) {
          held++;
          List<String> differences = approved.differences(run);
          if (!differences.isEmpty()) {
            complaints.merge(test.getKey() + "  " + differences.get(0), 1, Integer::sum);
          }
        }
      }
    }
    int all = complaints.values().stream().mapToInt(Integer::intValue).sum();
    out.printf("  approved by half of the runs: %d of %d others differ%n", all, held);
    complaints.forEach((what, times) -> out.printf("    %5d  %s%n", times, what));
    out.flush();
  }

  private static List<Differs> compare(
      Map<String, List<dev.subflow.observe.Observation>> tests, Random random) {
    Dealt dealt = new Dealt(tests, random);
    Rules rules = new Rules(Rules.DEFAULT_ALPHA, Rules.DEFAULT_MAXIMUM);
    Experiment experiment = new Experiment(dealt, rules, what -> {});
    List<Variant> both = List.of(BASE, AGAIN);
    var unused = experiment.compare(both, List.copyOf(tests.keySet()));
    return experiment.differs(both);
  }

  /** Runs that were, each given to one of the sides; when a side has had all of its own, none. */
  private static final class Dealt implements TestRuns {
    private final Map<List<String>, Deque<dev.subflow.observe.Observation>> left = new HashMap<>();
    private final Map<List<String>, Integer> done = new HashMap<>();

    Dealt(Map<String, List<dev.subflow.observe.Observation>> tests, Random random) {
      tests.forEach(
          (test, runs) -> {
            List<dev.subflow.observe.Observation> shuffled = new ArrayList<>(runs);
            Collections.shuffle(shuffled, random);
            int half = shuffled.size() / 2;
            left.put(List.of("base", test), new ArrayDeque<>(shuffled.subList(0, half)));
            left.put(
                List.of("again", test), new ArrayDeque<>(shuffled.subList(half, shuffled.size())));
          });
    }

    @Override
    public List<TestRuns.Observation> run(List<Job> jobs) {
      List<TestRuns.Observation> seen = new ArrayList<>();
      for (Job job : jobs) {
        for (int i = 0; i < job.times(); i++) {
          run(job).ifPresent(seen::add);
        }
      }
      return seen;
    }

    private Optional<TestRuns.Observation> run(Job job) {
      List<String> side = List.of(job.variant().name(), job.test());
      return Optional.ofNullable(left.getOrDefault(side, new ArrayDeque<>()).poll())
          .map(
              behaviour -> {
                int number = done.merge(side, 1, Integer::sum);
                TestResult passed =
                    TestResult.builder("x.Y", job.test() + "#" + number, Verdict.PASS)
                        .repetition(number)
                        .build();
                return new TestRuns.Observation(
                    job.variant(), job.test(), job.test(), passed, Optional.of(behaviour));
              });
    }
  }
}
