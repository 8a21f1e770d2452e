// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.failure.UsageException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Tests to compare kernels by.
 *
 * @param scenarios those among them
 * @param selftests names of selftests, with their prefix
 */
record TestChoice(List<Scenario> scenarios, List<String> selftests) {
  /**
   * What is run when nothing is asked for: of each theme what is quick and says much. All scenarios
   * take about six times as long.
   */
  static final List<String> DEFAULT =
      List.of(
          "MptcpIsThere",
          "CapableHandshake",
          "Checksums",
          "FallbackToTcp",
          "StrippedHandshake",
          "SubflowEndpoint",
          "AnnouncedAddress.clientJoinsToIt",
          "BackupEndpoint.changeTellsThePeer",
          "RemovedAddress.endpointTakesItsSubflowAlong",
          "RemovedAddress.flushTakesAllSubflowsAndLeavesTheLimits",
          "PathManagerBounds",
          "PathManagerOrders",
          "FastClose",
          "Diagnostics",
          "EnabledSetting",
          "SchedulerChoice.unknownOneIsRefused",
          "SocketInformation.optionsAgreeWithSs",
          "TwoPathsCarryThePayload");

  /** All scenarios. */
  static final String ALL = "all";

  TestChoice {
    scenarios = List.copyOf(scenarios);
    selftests = List.copyOf(selftests);
  }

  /**
   * Reads what {@code --tests} was given.
   *
   * @param words each with names between commas; none for the default
   * @throws UsageException for a name that is none, and for a scenario that pins its kernel
   */
  static TestChoice of(List<String> words, String packageName) {
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
    if (words.isEmpty()) {
      names.addAll(DEFAULT);
    }
    return new TestChoice(names.isEmpty() ? List.of() : scenarios(names, packageName), selftests);
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

  private static List<Scenario> scenarios(List<String> names, String packageName) {
    List<Scenario> all = ScenarioCatalogue.discover(LauncherFactory.create(), packageName);
    List<Scenario> picked = ScenarioSelection.pick(all, names);
    List<Scenario> free =
        picked.stream().filter(s -> s.kernel().isEmpty() && s.kernels().isEmpty()).toList();
    if (free.isEmpty()) {
      throw new UsageException(
          "these scenarios run on kernels of their own choice, so they say nothing of others: "
              + String.join(", ", picked.stream().map(Scenario::name).toList()));
    }
    return free;
  }

  /** Those of some names. */
  TestChoice only(Collection<String> names) {
    return new TestChoice(
        scenarios.stream().filter(s -> names.contains(s.name())).toList(),
        selftests.stream().filter(names::contains).toList());
  }

  /** Names of all, in order. */
  List<String> names() {
    List<String> names = new ArrayList<>(scenarios.stream().map(Scenario::name).toList());
    names.addAll(selftests);
    return names;
  }
}
