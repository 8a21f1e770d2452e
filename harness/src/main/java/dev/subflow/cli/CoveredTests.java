// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.coverage.CoverageMap;
import dev.subflow.host.UsageException;
import dev.subflow.regress.TouchedFunctions;
import java.util.List;
import java.util.Set;

/**
 * Picks those tests that reach the functions a patch touches. Tests whose coverage was never taken
 * are picked too, for nothing is known of them; and all are where the patch changes something
 * outside functions of net/mptcp, for nobody knows then what depends on it.
 *
 * @param choice what is left
 * @param text what was picked and why, in a sentence or two
 */
record CoveredTests(TestChoice choice, String text) {
  /**
   * @throws UsageException when no coverage was ever taken
   */
  static CoveredTests pick(TestChoice choice, TouchedFunctions touched, CoverageMap coverage) {
    if (coverage.tests().isEmpty()) {
      throw new UsageException(
          "--select wants to know what tests reach, and no coverage was ever taken here. Take it"
              + " once with: ./subflow run '*' --kernel tree:DIR#coverage --coverage");
    }
    if (touched.isNothing()) {
      return new CoveredTests(choice, "Selected: all tests, for the patch touches no code.");
    }
    if (!touched.elsewhere().isEmpty()) {
      return new CoveredTests(
          choice,
          "Selected: all tests, for something changes outside functions of net/mptcp, in "
              + String.join(", ", touched.elsewhere())
              + ".");
    }
    Set<String> reaching = coverage.testsReaching(touched.names());
    List<Scenario> kept =
        choice.scenarios().stream()
            .filter(s -> isAmong(s.name(), reaching) || !isAmong(s.name(), coverage.tests()))
            .toList();
    List<String> unreached =
        touched.names().stream()
            .filter(name -> coverage.testsReaching(Set.of(name)).isEmpty())
            .toList();
    TestChoice left = new TestChoice(kept, choice.selftests());
    String text =
        "Selected: "
            + left.names().size()
            + " of "
            + choice.names().size()
            + " tests, those that reach "
            + String.join(", ", touched.names())
            + ", or whose coverage was never taken."
            + (unreached.isEmpty()
                ? ""
                : " No test is known to reach " + String.join(", ", unreached) + ".");
    return new CoveredTests(left, text);
  }

  /** Ids of tests with parameters have an index behind the name: Class.method[2]. */
  private static boolean isAmong(String name, Set<String> ids) {
    return ids.stream().anyMatch(id -> id.equals(name) || id.startsWith(name + "["));
  }
}
