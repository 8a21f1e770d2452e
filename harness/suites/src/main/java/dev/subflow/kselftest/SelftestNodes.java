// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.junit.GuestMemory;
import dev.subflow.junit.Jobs;
import dev.subflow.junit.Requirements;
import dev.subflow.junit.RunContext;
import dev.subflow.junit.RunSettings;
import dev.subflow.lab.LabEnvironment;
import dev.subflow.report.Verdict;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.opentest4j.TestAbortedException;

/**
 * The selftests of the kernel under test as JUnit's tests: a container for each script, in it a
 * test for each subtest.
 *
 * <p>Where the setting {@code subflow.selftests} names some, such as {@code mptcp_join:single
 * subflow}, they run instead of those that a factory names, whether it names them or not. Several
 * are separated by semicolons or line ends, scripts by commas too. A name that the folder does not
 * have fails with the nearest ones that it has.
 */
public final class SelftestNodes {
  private final RunContext run;
  private final RunSettings settings;
  private final Predicate<String> isFirstOf;

  /**
   * @param isFirstOf whether this is the first time that it is asked for a folder
   */
  SelftestNodes(RunContext run, RunSettings settings, Predicate<String> isFirstOf) {
    this.run = run;
    this.settings = settings;
    this.isFirstOf = isFirstOf;
  }

  /**
   * Runs selftests, then has a node for each result.
   *
   * @param folder below {@code tools/testing/selftests}, such as {@code net/mptcp}
   * @param names of scripts or subtests, such as {@code diag} or {@code mptcp_join:single subflow};
   *     none for all scripts
   */
  public Stream<DynamicNode> of(String folder, String... names) {
    SelftestChoice choice =
        choice(
            List.of(names),
            settings.suites().selftests().map(SelftestNames::parse).orElse(List.of()),
            () -> isFirstOf.test(folder));
    LabEnvironment environment = Requirements.guests(run, settings);
    Selftests selftests = Selftests.of(environment, folder, Optional.empty());
    if (!selftests.missingOptions().isEmpty()) {
      throw new TestAbortedException(
          "the kernel was built without " + String.join(" ", selftests.missingOptions()));
    }
    // Other tests run meanwhile.
    int shards = Math.max(1, Jobs.ofThisMachine() / 2);
    SelftestSuite suite = selftests.suite(shards, true, run.report().directory(), new Silent());
    List<SuiteResult> results;
    GuestMemory.Permit memory = run.memory().acquireMib(suite.memoryMib());
    try (memory) {
      results = suite.run(choice);
    }
    results.forEach(r -> run.report().add(SelftestReport.of(folder, r, environment)));
    return nodes(folder, results);
  }

  /** A container for each script; without any, JUnit would take the factory for a success. */
  static Stream<DynamicNode> nodes(String folder, List<SuiteResult> results) {
    if (results.isEmpty()) {
      throw new InfrastructureException(
          "no selftest of "
              + folder
              + " gave a result: its Makefile lists no programs, or the run was interrupted");
    }
    Map<String, List<SuiteResult>> byScript =
        results.stream()
            .collect(
                Collectors.groupingBy(
                    r -> r.decisive().script(), LinkedHashMap::new, Collectors.toList()));
    return byScript.entrySet().stream()
        .map(
            script ->
                DynamicContainer.dynamicContainer(
                    script.getKey(), script.getValue().stream().map(r -> test(folder, r))));
  }

  /** Choice of a factory: what it names, unless others were chosen; those run once. */
  static SelftestChoice choice(
      List<String> names, List<String> chosen, BooleanSupplier isFirstOfFolder) {
    if (chosen.isEmpty()) {
      return SelftestChoice.parse(names);
    }
    if (!isFirstOfFolder.getAsBoolean()) {
      throw new TestAbortedException("what subflow.selftests names runs in another factory");
    }
    return SelftestChoice.parse(chosen);
  }

  private static DynamicTest test(String folder, SuiteResult result) {
    SubtestResult decisive = result.decisive();
    return DynamicTest.dynamicTest(decisive.name(), () -> judge(folder, result));
  }

  /** Ends as the subtest did. */
  static void judge(String folder, SuiteResult result) {
    SubtestResult decisive = result.decisive();
    Verdict verdict = Verdict.of(decisive.outcome());
    String message =
        decisive.outcome()
            + " "
            + decisive.id()
            + "\n"
            + SelftestReport.message(result)
            + "\nevidence: "
            + result.evidence()
            + "\nagain: ./subflow kselftest --folder "
            + folder
            + " '"
            + decisive.id()
            + "'";
    switch (verdict) {
      case PASS -> {}
      case SKIP -> throw new TestAbortedException(message);
      case INCONCLUSIVE -> throw new InfrastructureException(message);
      case FAIL, CRASH, MISSING -> throw new AssertionError(message);
    }
  }

  /** JUnit tells of the results. */
  private static final class Silent implements SuiteObserver {
    @Override
    public void began(String script, int subtests) {}

    @Override
    public void subtest(String script, String title) {}

    @Override
    public void ended(String script, List<SubtestResult> results, Duration elapsed) {}
  }
}
