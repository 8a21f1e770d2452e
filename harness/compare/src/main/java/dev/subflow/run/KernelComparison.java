// SPDX-License-Identifier: Apache-2.0
package dev.subflow.run;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.junit.Jobs;
import dev.subflow.junit.RunSettings;
import dev.subflow.junit.Seed;
import dev.subflow.lab.LabSettings;
import dev.subflow.regress.Change;
import dev.subflow.regress.Comparison;
import dev.subflow.regress.Differs;
import dev.subflow.regress.Experiment;
import dev.subflow.regress.Rules;
import dev.subflow.regress.TestRuns;
import dev.subflow.regress.Variant;
import dev.subflow.report.RunDirectory;
import dev.subflow.report.TestResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Compares kernels by tests: boots all of them, then runs the same tests on those that boot, in
 * turns, until chance no longer explains a difference.
 *
 * <p>Immutable; a comparison may be made several times, each into a folder of its own.
 *
 * @param settings of all runs; each kernel takes the place of theirs
 * @param tests what kernels are compared by
 * @param rules how sure one wants to be
 * @param jobs tests at once
 * @param seed of the random choices of first runs
 * @param recorded results of the base that stand for runs of it, by the names of tests
 * @param view who watches
 * @param splatsAlone whether tests count by the splats of kernels alone, as on slow debug kernels
 */
public record KernelComparison(
    RunSettings settings,
    TestChoice tests,
    Rules rules,
    int jobs,
    Seed seed,
    Map<String, List<TestResult>> recorded,
    RunView view,
    boolean splatsAlone) {
  public KernelComparison {
    Objects.requireNonNull(settings, "settings");
    Objects.requireNonNull(tests, "tests");
    Objects.requireNonNull(rules, "rules");
    Objects.requireNonNull(seed, "seed");
    recorded = Map.copyOf(recorded);
    Objects.requireNonNull(view, "view");
  }

  /**
   * Outcome of a comparison.
   *
   * @param comparisons a result for each test and each kernel after the base, boots first
   * @param differs what behaves differently, verdicts aside
   * @param brokenOff cause of an early end; results until then are kept
   */
  public record Outcome(
      List<Comparison> comparisons, List<Differs> differs, Optional<RuntimeException> brokenOff) {
    public Outcome {
      comparisons = List.copyOf(comparisons);
      differs = List.copyOf(differs);
      Objects.requireNonNull(brokenOff, "brokenOff");
    }

    /** Whether a kernel after the base booted. */
    public boolean boots(Variant kernel) {
      return comparisons.stream()
          .filter(c -> c.test().equals(TestRuns.BOOT) && c.to().equals(kernel.name()))
          .anyMatch(c -> c.patched().passed() > 0);
    }
  }

  /** Compares by such tests, with the usual rules and in silence. */
  public static KernelComparison of(RunSettings settings, TestChoice tests) {
    return new KernelComparison(
        settings,
        tests,
        new Rules(Rules.DEFAULT_ALPHA, Rules.DEFAULT_MAXIMUM),
        Jobs.ofThisMachine(),
        new Seed(System.nanoTime()),
        Map.of(),
        RunView.SILENT,
        false);
  }

  /**
   * Kernels by their names, such as {@code debian:stable}: the base, then what it is compared with.
   */
  public static List<Variant> kernels(String base, String... others) {
    List<Variant> kernels = new ArrayList<>(List.of(new Variant("base", base, base)));
    for (String other : others) {
      String name = others.length == 1 ? "patched" : "kernel-" + kernels.size();
      kernels.add(new Variant(name, other, other));
    }
    return kernels;
  }

  /** The same, watched by somebody. */
  public KernelComparison watchedBy(RunView other) {
    return new KernelComparison(settings, tests, rules, jobs, seed, recorded, other, splatsAlone);
  }

  /** The same, as sure as these rules want. */
  public KernelComparison by(Rules other) {
    return new KernelComparison(settings, tests, other, jobs, seed, recorded, view, splatsAlone);
  }

  /** The same comparison by some of its tests; recorded results are not used. */
  public KernelComparison by(TestChoice some) {
    return new KernelComparison(settings, some, rules, jobs, seed, Map.of(), view, splatsAlone);
  }

  /** The same comparison by splats alone; recorded results are not used. */
  public KernelComparison bySplats() {
    return new KernelComparison(settings, tests, rules, jobs, seed, Map.of(), view, true);
  }

  /** The same in other guests. */
  public KernelComparison in(LabSettings guests) {
    return new KernelComparison(
        settings.with(guests), tests, rules, jobs, seed, recorded, view, splatsAlone);
  }

  /**
   * Compares kernels.
   *
   * @param kernels the base first; of pairings also the second kernel on all hosts, which is last
   * @param directory gets results and evidence, a folder for each kernel
   */
  public Outcome compare(List<Variant> kernels, RunDirectory directory) {
    List<Comparison> found = new ArrayList<>();
    List<Differs> differs = new ArrayList<>();
    try (MixedRuns runs = new MixedRuns(settings, jobs, directory, view, tests.scenarios(), seed)) {
      compare(runs, kernels, found, differs);
      return new Outcome(found, differs, Optional.empty());
    } catch (RuntimeException e) {
      // What was found out in hours is worth keeping.
      found.add(Comparison.brokenOff(kernels, String.valueOf(e.getMessage())));
      return new Outcome(found, differs, Optional.of(e));
    }
  }

  /** Boots all; runs the tests on what boots. */
  private void compare(
      TestRuns runs, List<Variant> kernels, List<Comparison> found, List<Differs> differs) {
    List<Variant> alone = kernels.stream().filter(k -> k.hosts().isEmpty()).toList();
    List<Comparison> boots =
        new Experiment(runs, rules, view::say).compare(alone, List.of(TestRuns.BOOT));
    found.addAll(boots);
    if (boots.get(0).base().passed() == 0) {
      throw new InfrastructureException(
          "the base "
              + (boots.get(0).base().failed() > 0 ? "does not boot" : "could not be booted")
              + ", so nothing can be compared with it"
              + boots.get(0).message().map(m -> ":\n" + m).orElse(""));
    }
    Set<String> dead = new HashSet<>();
    boots.stream().filter(b -> b.patched().passed() == 0).forEach(b -> dead.add(b.to()));
    boolean pairs = alone.size() < kernels.size();
    List<Variant> booting =
        kernels.stream().filter(k -> pairs ? dead.isEmpty() : !dead.contains(k.name())).toList();
    Experiment experiment =
        splatsAlone
            ? Experiment.ofSplats(runs, rules, view::say)
            : new Experiment(runs, rules, view::say);
    if (!recorded.isEmpty()) {
      int taken = experiment.recorded(kernels.get(0), recorded, tests.names());
      int there = recorded.values().stream().mapToInt(List::size).sum();
      view.say(taken + " of " + there + " recorded results are of these tests, and stand for runs");
    }
    if (booting.size() > 1) {
      try {
        found.addAll(experiment.compare(booting, tests.names()));
      } catch (RuntimeException e) {
        found.addAll(experiment.judged(booting));
        throw e;
      } finally {
        differs.addAll(experiment.differs(booting));
      }
    }
    boolean same =
        differs.isEmpty() && found.stream().allMatch(c -> c.change() == Change.UNCHANGED);
    view.say(same ? "no difference" : "done");
  }
}
