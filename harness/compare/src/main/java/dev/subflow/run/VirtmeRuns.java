// SPDX-License-Identifier: Apache-2.0
package dev.subflow.run;

import dev.subflow.regress.TestRuns;
import dev.subflow.regress.Variant;
import dev.subflow.report.RunDirectory;
import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import dev.subflow.virtme.Phase;
import dev.subflow.virtme.RunOutput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Runs tests on kernel trees in the image, one VM after the other. A test is a script of the
 * selftests with its arguments; without any it is all that the image runs.
 */
final class VirtmeRuns implements TestRuns {
  /** Name of all tests, where no script was asked for. */
  static final String ALL = "virtme";

  private final Vm vm;
  private final List<String> scripts;
  private final RunDirectory directory;
  private final Map<String, Integer> done = new HashMap<>();

  /** A command that runs no test. */
  static final String NOTHING = "";

  /** Starts a VM with the kernel of a tree. */
  interface Vm {
    /**
     * Runs tests in it.
     *
     * @param commands scripts with their arguments; empty for all tests, {@link #NOTHING} for none
     * @param evidence where evidence goes
     * @return at least one result
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

  /** Names to ask for. */
  List<String> tests() {
    return scripts.isEmpty() ? List.of(ALL) : scripts;
  }

  @Override
  public List<Observation> run(List<Job> jobs) {
    List<Observation> seen = new ArrayList<>();
    for (Map<Variant, Set<String>> round : TestRuns.rounds(jobs)) {
      round.forEach((tree, tests) -> seen.addAll(run(tree, tests)));
    }
    return seen;
  }

  private List<Observation> run(Variant tree, Set<String> asked) {
    List<Observation> seen = new ArrayList<>();
    if (asked.contains(BOOT)) {
      seen.add(new Observation(tree, BOOT, BOOT, boot(tree)));
    }
    List<String> tests = asked.stream().filter(test -> !test.equals(BOOT)).toList();
    if (!tests.isEmpty()) {
      int number = number(tree);
      List<String> commands = tests.stream().filter(scripts::contains).toList();
      for (TestResult result : vm.run(tree, commands, directory(tree), RunOutput.Observer.NONE)) {
        String id = result.id();
        seen.add(new Observation(tree, testOf(id, tests), id, result.repeated(number)));
      }
    }
    return seen;
  }

  private int number(Variant tree) {
    return done.merge(tree.name(), 1, Integer::sum);
  }

  private RunDirectory directory(Variant tree) {
    return RunDirectory.at(directory.path().resolve(tree.name()));
  }

  /** Name to ask for to have a result again; results of the VM itself come with any test. */
  private static String testOf(String id, List<String> tests) {
    return tests.stream()
        .filter(test -> id.startsWith(test.split(" ", 2)[0] + ":"))
        .findFirst()
        .orElse(tests.get(0));
  }

  /** A kernel boots when its VM comes to the tests, and its kernel has met nothing until then. */
  private TestResult boot(Variant tree) {
    Booted booted = new Booted();
    List<TestResult> results = vm.run(tree, List.of(NOTHING), directory(tree), booted);
    Optional<TestResult> crash =
        results.stream().filter(r -> r.verdict() == Verdict.CRASH).findFirst();
    if (crash.isEmpty() && booted.reached) {
      return TestResult.builder(BOOT, BOOT, Verdict.PASS).build();
    }
    return crash.orElse(results.get(0));
  }

  private static final class Booted implements RunOutput.Observer {
    private volatile boolean reached;

    @Override
    public void phase(Phase phase) {
      reached |= phase == Phase.TESTS;
    }
  }
}
