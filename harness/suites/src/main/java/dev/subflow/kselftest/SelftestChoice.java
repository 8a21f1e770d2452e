// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import dev.subflow.failure.NearestNames;
import dev.subflow.failure.UsageException;
import dev.subflow.ktap.Outcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which scripts and subtests are wanted.
 *
 * @param wanted subtests by script, with or without its {@code .sh}; an empty list means all of
 *     them, an empty map all scripts
 */
public record SelftestChoice(Map<String, List<String>> wanted) {
  private static final int NEAREST = 3;

  public SelftestChoice {
    wanted = Map.copyOf(wanted);
  }

  /**
   * Reads names such as {@code mptcp_join} and {@code mptcp_join:single subflow}; of a script that
   * is named whole too, single subtests say no more.
   */
  public static SelftestChoice parse(List<String> names) {
    Map<String, List<String>> wanted = new LinkedHashMap<>();
    Set<String> whole = new HashSet<>();
    for (String name : names) {
      int colon = name.indexOf(':');
      String script = sameScript(colon < 0 ? name : name.substring(0, colon), wanted.keySet());
      String subtest = colon < 0 ? script : name.substring(colon + 1);
      wanted.computeIfAbsent(script, s -> new ArrayList<>()).add(subtest);
      // What is said of a script as a whole has the script's name.
      if (isName(subtest, script) || isName(script, subtest)) {
        whole.add(script);
      }
    }
    whole.forEach(script -> wanted.put(script, List.of()));
    return new SelftestChoice(wanted);
  }

  /** Name that a script had before, with or without its ending. */
  private static String sameScript(String script, Set<String> before) {
    return before.stream()
        .filter(b -> isName(b, script) || isName(script, b))
        .findFirst()
        .orElse(script);
  }

  /** The wanted ones of these scripts. */
  List<String> scripts(List<String> known) {
    for (String script : wanted.keySet()) {
      if (known.stream().noneMatch(k -> isName(k, script))) {
        throw new UsageException(
            "there is no script \""
                + script
                + "\"; the nearest are \""
                + String.join("\", \"", NearestNames.of(script, known, NEAREST))
                + "\", --list shows all");
      }
    }
    return known.stream()
        .filter(k -> wanted.isEmpty() || wanted.keySet().stream().anyMatch(w -> isName(k, w)))
        .toList();
  }

  boolean needsNames(String script) {
    return !named(script).isEmpty();
  }

  /** The subtests that are wanted of a script, whether it has them or not; empty for all. */
  List<String> named(String script) {
    return wanted.entrySet().stream()
        .filter(e -> isName(script, e.getKey()))
        .flatMap(e -> e.getValue().stream())
        .toList();
  }

  /** The wanted ones of a script's subtests; one of several names can only be had with the rest. */
  List<String> subtests(String script, List<String> known) {
    List<String> names = named(script).stream().map(name -> Repeated.plain(name, known)).toList();
    names.forEach(name -> requireKnown(script, name, known));
    return names.isEmpty() ? known : known.stream().filter(names::contains).toList();
  }

  /**
   * Refuses subtests that their scripts, which have run whole, did not have.
   *
   * @throws UsageException naming the nearest
   */
  void requireKnown(List<SubtestResult> results) {
    wanted.forEach(
        (script, names) -> {
          List<SubtestResult> some =
              results.stream().filter(r -> isName(r.script(), script)).toList();
          boolean complete = some.stream().noneMatch(SelftestChoice::endedEarly);
          List<String> known = some.stream().map(SubtestResult::name).toList();
          if (complete && !some.isEmpty()) {
            names.forEach(name -> requireKnown(some.get(0).script(), name, known));
          }
        });
  }

  /**
   * Refuses subtests of a script that it never had.
   *
   * @param known those that it had when it ran before; empty where it never did
   */
  void requireKnown(String script, List<String> known) {
    if (!known.isEmpty()) {
      var unused = subtests(script, known);
    }
  }

  private static boolean endedEarly(SubtestResult result) {
    return result.outcome() == Outcome.CRASH || result.outcome() == Outcome.INCONCLUSIVE;
  }

  private static void requireKnown(String script, String name, List<String> known) {
    if (!known.contains(name)) {
      throw new UsageException(
          script
              + " has no subtest \""
              + name
              + "\"; the nearest are \""
              + String.join("\", \"", NearestNames.of(name, known, NEAREST))
              + "\"");
    }
  }

  /** Whether a result was asked for: most scripts run whole, whatever is wanted of them. */
  boolean includes(SubtestResult result) {
    List<String> names = named(result.script());
    return names.isEmpty()
        || names.contains(result.name())
        || endedEarly(result)
        || isUnknownRest(result);
  }

  private static boolean isUnknownRest(SubtestResult result) {
    return result.outcome() == Outcome.MISSING && result.name().equals(result.script());
  }

  private static boolean isName(String script, String name) {
    return script.equals(name) || script.equals(name + ".sh");
  }
}
