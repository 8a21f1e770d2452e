// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.regress.TestRuns;
import dev.subflow.regress.Variant;
import dev.subflow.report.RunDirectory;
import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import dev.subflow.virtme.results.Phase;
import dev.subflow.virtme.results.RunOutput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs tests on kernel trees in the image, one VM after the other. A test is a script of the
 * selftests with its arguments; without any it is all that the image runs.
 */
final class VirtmeRuns implements TestRuns {
  /** What is run where no script was asked for. */
  static final String ALL = "virtme";

  private final Vm vm;
  private final List<String> scripts;
  private final RunDirectory directory;
  private final Map<String, Integer> done = new HashMap<>();

  /** Starts a VM with the kernel of a tree. */
  interface Vm {
    /**
     * Runs tests in it.
     *
     * @param commands scripts with their arguments; empty for all tests
     * @param evidence where evidence goes
     */
    List<TestResult> run(
        Variant tree, List<String> commands, RunDirectory evidence, RunOutput.Observer observer);
  }

  /**
   * @param scripts those that were asked for, with their arguments
   */
  VirtmeRuns(Vm vm, List<String> scripts, RunDirectory directory) {
    this.vm = vm;
    this.scripts = List.copyOf(scripts);
    this.directory = directory;
  }

  /** What to ask for. */
  List<String> tests() {
    return scripts.isEmpty() ? List.of(ALL) : scripts;
  }

  @Override
  public List<Observation> run(List<Job> jobs) {
    List<Observation> seen = new ArrayList<>();
    int most = jobs.stream().mapToInt(Job::times).max().orElse(0);
    for (int i = 1; i <= most; i++) {
      int round = i;
      Map<Variant, Set<String>> asked = new LinkedHashMap<>();
      jobs.stream()
          .filter(job -> job.times() >= round)
          .forEach(
              job ->
                  asked.computeIfAbsent(job.variant(), v -> new LinkedHashSet<>()).add(job.test()));
      asked.forEach((tree, tests) -> seen.addAll(run(tree, List.copyOf(tests))));
    }
    return seen;
  }

  private List<Observation> run(Variant tree, List<String> tests) {
    int number = done.merge(tree.name(), 1, Integer::sum);
    Booted booted = new Booted();
    List<String> commands = tests.stream().filter(scripts::contains).toList();
    RunDirectory evidence = RunDirectory.at(directory.path().resolve(tree.name()));
    List<TestResult> results = vm.run(tree, commands, evidence, booted);
    List<Observation> seen = new ArrayList<>();
    if (tests.contains(BOOT)) {
      seen.add(new Observation(tree, BOOT, BOOT, boot(results, booted, number)));
    }
    if (!tests.equals(List.of(BOOT))) {
      for (TestResult result : results) {
        String id = result.id();
        seen.add(new Observation(tree, testOf(id, tests), id, result.repeated(number)));
      }
    }
    return seen;
  }

  /** What to ask for to have a result again; results of the VM itself come with any test. */
  private static String testOf(String id, List<String> tests) {
    return tests.stream()
        .filter(test -> id.startsWith(test.split(" ", 2)[0] + ":"))
        .findFirst()
        .orElse(tests.get(0));
  }

  /** A kernel boots when its VM comes to the tests, whatever becomes of them. */
  private static TestResult boot(List<TestResult> results, Booted booted, int number) {
    if (booted.reached || results.isEmpty()) {
      Verdict verdict = booted.reached ? Verdict.PASS : Verdict.INCONCLUSIVE;
      return TestResult.builder(BOOT, BOOT + "#" + number, verdict).build();
    }
    return results.get(0).repeated(number);
  }

  private static final class Booted implements RunOutput.Observer {
    private volatile boolean reached;

    @Override
    public void phase(Phase phase) {
      reached |= phase == Phase.TESTS;
    }
  }
}
