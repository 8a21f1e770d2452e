// SPDX-License-Identifier: Apache-2.0
package dev.subflow.run;

import dev.subflow.audit.Rule;
import dev.subflow.audit.Section;
import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * RFC 8684 by sections: which rules are checked on the wires of every test, which scenarios
 * exercise it, and how those ended last.
 *
 * @param section what it is about
 * @param rules the auditor's
 * @param scenarios those that name the section
 */
public record RfcView(Section section, List<CheckedRule> rules, List<Exercise> scenarios) {
  public RfcView {
    rules = List.copyOf(rules);
    scenarios = List.copyOf(scenarios);
  }

  /**
   * A rule of the auditor.
   *
   * @param name how findings call it
   * @param level must or should
   * @param words what it demands
   */
  public record CheckedRule(String name, String level, String words) {}

  /**
   * A scenario and how it ended.
   *
   * @param scenario its name
   * @param verdicts of its last run, by pairing, parameters and repetition; none if it did not run
   */
  public record Exercise(String scenario, List<Verdict> verdicts) {
    public Exercise {
      verdicts = List.copyOf(verdicts);
    }
  }

  /** All sections, those that nothing covers too. */
  public static List<RfcView> of(List<Scenario> scenarios, List<TestResult> results) {
    Map<String, List<Verdict>> verdicts =
        results.stream()
            .collect(
                Collectors.groupingBy(
                    result -> result.scenario().replaceFirst("\\[[^]]*]$", ""),
                    Collectors.mapping(TestResult::verdict, Collectors.toList())));
    List<RfcView> views = new ArrayList<>();
    for (Section section : Section.ALL) {
      List<CheckedRule> rules =
          Arrays.stream(Rule.values())
              .filter(rule -> rule.section().equals(section.number()))
              .map(rule -> new CheckedRule(rule.name(), rule.level().toString(), rule.words()))
              .toList();
      List<Exercise> exercises =
          scenarios.stream()
              .filter(scenario -> scenario.rfc8684().contains(section.number()))
              .map(Scenario::name)
              .sorted()
              .map(name -> new Exercise(name, verdicts.getOrDefault(name, List.of())))
              .toList();
      views.add(new RfcView(section, rules, exercises));
    }
    return views;
  }

  /** Whether neither a rule nor a scenario covers it. */
  public boolean isUncovered() {
    return rules.isEmpty() && scenarios.isEmpty();
  }

  /** Number of tests by verdict, in the order of the verdicts. */
  public Map<Verdict, Long> tally() {
    return scenarios.stream()
        .flatMap(exercise -> exercise.verdicts().stream())
        .collect(Collectors.groupingBy(verdict -> verdict, TreeMap::new, Collectors.counting()));
  }
}
