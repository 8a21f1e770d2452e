// SPDX-License-Identifier: Apache-2.0
package dev.subflow.run;

import dev.subflow.failure.UsageException;
import dev.subflow.junit.RunSettings;
import dev.subflow.junit.Seed;
import dev.subflow.regress.SpeedExperiment;
import dev.subflow.regress.Variant;
import dev.subflow.report.RunDirectory;
import dev.subflow.speed.SpeedReport;
import dev.subflow.speed.SpeedRules;
import dev.subflow.speed.Typical;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Measures transfers on one kernel or two. Immutable.
 *
 * @param settings of all runs; each kernel takes the place of theirs
 * @param scenarios those that measure
 * @param rules when a difference counts
 * @param jobs scenarios at once, all of one kernel
 * @param seed of the random choices of first runs
 * @param view who watches
 */
public record SpeedMeasuring(
    RunSettings settings,
    List<Scenario> scenarios,
    SpeedRules rules,
    int jobs,
    Seed seed,
    RunView view) {
  public SpeedMeasuring {
    Objects.requireNonNull(settings, "settings");
    scenarios = List.copyOf(scenarios);
    Objects.requireNonNull(rules, "rules");
    Objects.requireNonNull(seed, "seed");
    Objects.requireNonNull(view, "view");
  }

  /**
   * What is typical of one kernel.
   *
   * @param values each quantity of each transfer
   * @param unmeasured tests that gave none, a line each
   */
  public record Alone(List<Typical> values, List<String> unmeasured) {
    public Alone {
      values = List.copyOf(values);
      unmeasured = List.copyOf(unmeasured);
    }
  }

  /** The same, watched by somebody. */
  public SpeedMeasuring watchedBy(RunView other) {
    return new SpeedMeasuring(settings, scenarios, rules, jobs, seed, other);
  }

  /**
   * Picks scenarios to measure by.
   *
   * @param names as {@code subflow run} takes them; none for those tagged {@code measured}
   * @throws UsageException for a name that is none, and for a scenario that measures nothing or
   *     pins its kernel
   */
  public static List<Scenario> pick(List<String> names, Optional<String> packageName) {
    List<Scenario> all = ScenarioCatalogue.discover(LauncherFactory.create(), packageName);
    if (names.isEmpty()) {
      return ScenarioSelection.checked(ScenarioSelection.tagged(all, ScenarioSelection.MEASURED));
    }
    List<Scenario> picked = new ArrayList<>();
    for (String name : names) {
      List<Scenario> some = ScenarioSelection.pick(all, List.of(name));
      List<Scenario> measuring = some.stream().filter(SpeedMeasuring::canCompare).toList();
      if (measuring.isEmpty()) {
        throw new UsageException(
            "\""
                + name
                + "\" measures no transfer; these do: "
                + String.join(
                    ", ",
                    all.stream().filter(SpeedMeasuring::canCompare).map(Scenario::name).toList()));
      }
      measuring.stream().filter(s -> !picked.contains(s)).forEach(picked::add);
    }
    return ScenarioSelection.checked(picked);
  }

  private static boolean canCompare(Scenario scenario) {
    return scenario.measures() && scenario.kernel().isEmpty() && scenario.kernels().isEmpty();
  }

  /**
   * Compares two kernels.
   *
   * @param directory gets results and evidence, a folder for each kernel
   */
  public SpeedReport compare(Variant base, Variant patched, RunDirectory directory) {
    return in(directory, 2, experiment -> experiment.compare(base, patched, names()));
  }

  /**
   * Compares two kernels that were compared by tests before.
   *
   * @param directory of that comparison, which gets a folder {@code measure}
   */
  public SpeedReport beside(Variant base, Variant patched, RunDirectory directory) {
    view.say("measuring " + String.join(", ", names()));
    return compare(base, patched, RunDirectory.at(directory.path().resolve("measure")));
  }

  /**
   * Measures one kernel.
   *
   * @param directory gets results and evidence, in a folder of the kernel
   */
  public Alone alone(Variant kernel, RunDirectory directory) {
    return in(
        directory,
        1,
        experiment ->
            new Alone(
                experiment.typical(kernel, names(), rules.maximum()),
                experiment.unmeasured(kernel, names())));
  }

  private List<String> names() {
    return scenarios.stream().map(Scenario::name).toList();
  }

  private <T> T in(RunDirectory directory, int kernels, Function<SpeedExperiment, T> measuring) {
    int most = scenarios.size() * rules.maximum() * kernels;
    try (OneBoard board = new OneBoard(view, most);
        MixedRuns runs = new MixedRuns(settings, jobs, directory, board, scenarios, seed)) {
      return measuring.apply(new SpeedExperiment(runs, rules, view::say));
    }
  }
}
