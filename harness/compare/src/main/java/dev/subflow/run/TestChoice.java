// SPDX-License-Identifier: Apache-2.0
package dev.subflow.run;

import dev.subflow.failure.UsageException;
import dev.subflow.topology.KernelPairing;
import dev.subflow.topology.Topology;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Tests to compare kernels by.
 *
 * @param scenarios those among them
 * @param selftests names of selftests, with their prefix
 */
public record TestChoice(List<Scenario> scenarios, List<String> selftests) {
  /** All scenarios. */
  public static final String ALL = "all";

  public TestChoice {
    scenarios = List.copyOf(scenarios);
    selftests = List.copyOf(selftests);
  }

  /**
   * Reads what {@code --tests} was given.
   *
   * @param words each with names between commas; none for those tagged {@code quick}
   * @throws UsageException for a name that is none, and for a scenario that pins its kernel
   */
  public static TestChoice of(List<String> words, Optional<String> packageName) {
    List<String> names = new ArrayList<>();
    List<String> selftests = new ArrayList<>();
    for (String word : words) {
      // The names of subtests have commas too, with a space behind them.
      for (String name : word.split(",(?! )", -1)) {
        if (name.startsWith(SelftestRuns.PREFIX)) {
          selftests.add(selftest(name));
        } else if (name.equals(ALL)) {
          names.add("*");
        } else {
          names.add(name);
        }
      }
    }
    boolean anyScenario = words.isEmpty() || !names.isEmpty();
    return new TestChoice(anyScenario ? scenarios(names, packageName) : List.of(), selftests);
  }

  /** The script's name with its ending, as results have it. */
  private static String selftest(String name) {
    String rest = name.substring(SelftestRuns.PREFIX.length());
    String script = rest.split(":", 2)[0];
    if (script.isBlank()) {
      throw new UsageException(
          "\""
              + name
              + "\" names no selftest; it wants kselftest:SCRIPT or"
              + " kselftest:SCRIPT:SUBTEST, such as kselftest:mptcp_join.sh:single subflow");
    }
    String full = script.endsWith(".sh") ? script : script + ".sh";
    return SelftestRuns.PREFIX + full + rest.substring(script.length());
  }

  private static List<Scenario> scenarios(List<String> names, Optional<String> packageName) {
    List<Scenario> all = ScenarioCatalogue.discover(LauncherFactory.create(), packageName);
    List<Scenario> picked =
        names.isEmpty()
            ? ScenarioSelection.tagged(all, ScenarioSelection.QUICK)
            : ScenarioSelection.pick(all, names);
    List<Scenario> free =
        picked.stream().filter(s -> s.kernel().isEmpty() && s.kernels().isEmpty()).toList();
    if (free.isEmpty()) {
      throw new UsageException(
          "these scenarios run on kernels of their own choice, so they say nothing of others: "
              + String.join(", ", picked.stream().map(Scenario::name).toList()));
    }
    return ScenarioSelection.checked(free);
  }

  /**
   * The scenarios that have a client and a server, whose kernels can be paired.
   *
   * @throws UsageException where there is none, and for selftests, which run in one guest
   */
  public TestChoice paired() {
    List<Scenario> paired = scenarios.stream().filter(TestChoice::hasBothEnds).toList();
    if (!selftests.isEmpty() || paired.isEmpty()) {
      throw new UsageException(
          "--pairs wants scenarios with a client and a server; these have none: "
              + String.join(", ", selftests.isEmpty() ? names() : selftests));
    }
    return new TestChoice(paired, List.of());
  }

  private static boolean hasBothEnds(Scenario scenario) {
    Topology topology = ReflectionSupport.newInstance(scenario.source()).topology();
    return KernelPairing.all(topology, List.of("a", "b")).stream()
        .anyMatch(p -> p.kernels().keySet().containsAll(List.of("client", "server")));
  }

  /** Tests of some names. */
  public TestChoice only(Collection<String> names) {
    return new TestChoice(
        scenarios.stream().filter(s -> names.contains(s.name())).toList(),
        selftests.stream().filter(names::contains).toList());
  }

  /** Names of all, in order. */
  public List<String> names() {
    List<String> names = new ArrayList<>(scenarios.stream().map(Scenario::name).toList());
    names.addAll(selftests);
    return names;
  }
}
