// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.report.TestResult;
import dev.subflow.report.TestResultBuilder;
import dev.subflow.report.Verdict;
import dev.subflow.report.Verdicts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Shows a run as it goes, and remembers how tests ended whose own recorder did not come to it: a
 * class that cannot be constructed, a test that was planned and never ran. Thread-safe.
 */
final class RunWatcher implements TestExecutionListener {
  private final Map<String, Scenario> planned = new LinkedHashMap<>();
  private final Map<String, TestResult> ended = new LinkedHashMap<>();
  private final Map<String, Instant> running = new LinkedHashMap<>();
  private final Set<String> names = new LinkedHashSet<>();
  private final Set<String> begun = new LinkedHashSet<>();
  private final Progress progress;
  private final Style style;
  private final Set<String> invoked = new LinkedHashSet<>();
  private int tests;
  private Optional<Throwable> containerFailure = Optional.empty();

  RunWatcher(List<Scenario> scenarios, Progress progress, Style style) {
    scenarios.forEach(s -> planned.put(s.uniqueId(), s));
    tests = planned.size();
    this.progress = progress;
    this.style = style;
  }

  /** The first invocation of a test takes its place in the count, the others are more. */
  @Override
  public synchronized void dynamicTestRegistered(TestIdentifier test) {
    if (test.isTest() && !invoked.add(test.getParentId().orElse(""))) {
      tests++;
    }
  }

  @Override
  public synchronized void executionStarted(TestIdentifier test) {
    if (test.isTest()) {
      running.put(test.getUniqueId(), Instant.now());
      names.add(name(test));
      begun.add(name(test));
      status();
    }
  }

  @Override
  public synchronized void executionSkipped(TestIdentifier test, String reason) {
    if (test.isTest() || planned.containsKey(test.getUniqueId())) {
      finished(test, Verdict.SKIP, Optional.of(reason));
    }
  }

  @Override
  public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
    Optional<Throwable> thrown = result.getThrowable();
    if (test.isTest()) {
      Verdict verdict = Verdicts.of(thrown);
      if (thrown.isEmpty() && result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
        verdict = Verdict.INCONCLUSIVE;
      }
      finished(test, verdict, thrown.map(Verdicts::message));
    } else if (thrown.isPresent()) {
      containerFailure = thrown;
    }
  }

  @Override
  public synchronized void testPlanExecutionFinished(TestPlan plan) {
    progress.status("");
  }

  private void finished(TestIdentifier test, Verdict verdict, Optional<String> message) {
    Instant started = running.getOrDefault(test.getUniqueId(), Instant.now());
    running.remove(test.getUniqueId());
    names.remove(name(test));
    Duration elapsed = Duration.between(started, Instant.now());
    String className =
        test.getSource().orElse(null) instanceof MethodSource source ? source.getClassName() : "";
    TestResultBuilder result =
        TestResult.builder(className, name(test), verdict)
            .displayName(test.getDisplayName())
            .time(started, elapsed);
    message.ifPresent(result::message);
    ended.put(name(test), result.build());
    progress.say(
        style.verdict(verdict) + " " + name(test) + style.dim("  " + Durations.text(elapsed)));
    status();
  }

  private void status() {
    String line = "[" + (ended.size() + 1) + "/" + tests + "] " + String.join(", ", names);
    progress.status(names.isEmpty() ? "" : line);
  }

  /** The scenario's name; of a test with several invocations with the number of this one. */
  private String name(TestIdentifier test) {
    Scenario scenario = planned.get(test.getUniqueId());
    if (scenario != null) {
      return scenario.name();
    }
    Scenario parent = planned.get(test.getParentId().orElse(""));
    String last = test.getUniqueId().substring(test.getUniqueId().lastIndexOf('#') + 1);
    return parent == null
        ? test.getDisplayName()
        : parent.name() + "[" + last.replace("]", "") + "]";
  }

  /** Results of tests that are not among those recorded: ended without a record, or never run. */
  synchronized List<TestResult> unrecorded(Set<String> recorded) {
    Map<String, TestResult> missing = new LinkedHashMap<>(ended);
    missing.keySet().removeAll(recorded);
    for (Scenario s : planned.values()) {
      if (ended.keySet().stream().noneMatch(n -> isOf(s, n))
          && recorded.stream().noneMatch(n -> isOf(s, n))) {
        missing.put(s.name(), neverRan(s));
      }
    }
    return List.copyOf(missing.values());
  }

  /**
   * Results of tests that are not among those recorded when a run is interrupted. Only what passed
   * counts as ended: a failure may be the interruption's own doing.
   */
  synchronized List<TestResult> interrupted(Set<String> recorded) {
    List<TestResult> results = new ArrayList<>();
    for (Scenario s : planned.values()) {
      List<String> tests = begun.stream().filter(n -> isOf(s, n)).toList();
      for (String name : tests.isEmpty() ? List.of(s.name()) : tests) {
        if (!recorded.contains(name)) {
          TestResult end = ended.get(name);
          results.add(
              end != null && end.verdict().exitCode() == 0 ? end : cutShort(s.className(), name));
        }
      }
    }
    return results;
  }

  private static TestResult cutShort(String className, String name) {
    return TestResult.builder(className, name, Verdict.INCONCLUSIVE)
        .message("interrupted before it ended")
        .build();
  }

  private TestResult neverRan(Scenario scenario) {
    Verdict verdict = containerFailure.map(Verdicts::of).orElse(Verdict.MISSING);
    String why =
        containerFailure.map(Verdicts::message).orElse("it was planned but gave no result");
    return TestResult.builder(scenario.className(), scenario.name(), verdict).message(why).build();
  }

  private static boolean isOf(Scenario scenario, String name) {
    return name.equals(scenario.name()) || name.startsWith(scenario.name() + "[");
  }
}
