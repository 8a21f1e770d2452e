// SPDX-License-Identifier: Apache-2.0
package dev.subflow.run;

import dev.subflow.junit.TestName;
import dev.subflow.process.Shutdown;
import dev.subflow.report.TestEnd;
import dev.subflow.report.TestResult;
import dev.subflow.report.TestResultBuilder;
import dev.subflow.report.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Tells the board how one attempt goes, and remembers how tests ended whose own recorder did not
 * come to it: a class that cannot be constructed, a test that was planned and never ran.
 * Thread-safe.
 */
final class RunWatcher implements TestExecutionListener {
  private final Attempt attempt;
  private final RunListener listener;
  private final Map<String, Scenario> planned = new LinkedHashMap<>();
  private final Map<String, TestResult> ended = new LinkedHashMap<>();
  private final Map<String, Instant> running = new LinkedHashMap<>();
  private final Map<String, TestName> begun = new LinkedHashMap<>();
  private final Set<String> invoked = new HashSet<>();
  private Optional<Throwable> containerFailure = Optional.empty();
  private @Nullable TestPlan plan;

  RunWatcher(Attempt attempt, RunListener listener) {
    this.attempt = attempt;
    this.listener = listener;
    attempt.scenarios().forEach(s -> planned.put(s.method(), s));
  }

  @Override
  public synchronized void testPlanExecutionStarted(TestPlan started) {
    plan = started;
  }

  /** The first invocation of a scenario takes its place in the count, the others are more. */
  @Override
  public synchronized void dynamicTestRegistered(TestIdentifier test) {
    if (test.isTest() && scenario(test).filter(s -> !invoked.add(s.name())).isPresent()) {
      listener.oneMore();
    }
  }

  @Override
  public synchronized void executionStarted(TestIdentifier test) {
    if (test.isTest()) {
      running.put(test.getUniqueId(), Instant.now());
      TestName name = name(test);
      begun.put(name.id(), name);
      listener.started(name.id());
    }
  }

  @Override
  public synchronized void executionSkipped(TestIdentifier test, String reason) {
    if (test.isTest() || scenario(test).isPresent()) {
      finished(test, TestEnd.skipped(reason));
    } else if (test.getSource().orElse(null) instanceof ClassSource source) {
      attempt.scenarios().stream()
          .filter(s -> (s.className() + "$").startsWith(source.getClassName() + "$"))
          .map(s -> result(s.className(), attempt.name(s), TestEnd.skipped(reason)).build())
          .forEach(this::ended);
    }
  }

  @Override
  public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
    Optional<Throwable> thrown = result.getThrowable();
    if (test.isTest()) {
      boolean passed = result.getStatus() == TestExecutionResult.Status.SUCCESSFUL;
      finished(
          test, thrown.map(TestEnd::of).orElseGet(passed ? TestEnd::passed : TestEnd::unexplained));
    } else if (thrown.isPresent()) {
      containerFailure = thrown;
    }
  }

  private void finished(TestIdentifier test, TestEnd end) {
    Instant started = running.getOrDefault(test.getUniqueId(), Instant.now());
    running.remove(test.getUniqueId());
    String className =
        test.getSource().orElse(null) instanceof MethodSource source ? source.getClassName() : "";
    ended(
        result(className, name(test), end)
            .displayName(test.getDisplayName())
            .time(started, Duration.between(started, Instant.now()))
            .build());
  }

  private void ended(TestResult result) {
    if (result.verdict() != Verdict.PASS && Shutdown.isUnderWay()) {
      return;
    }
    ended.put(result.id(), result);
    listener.ended(result);
  }

  private TestResultBuilder result(String className, TestName name, TestEnd end) {
    return name.result(className, end, attempt.seed());
  }

  /** As the test's own recorder names it. */
  private TestName name(TestIdentifier test) {
    TestName name =
        new TestName(
            scenario(test).map(Scenario::name).orElseGet(test::getDisplayName),
            Optional.empty(),
            Optional.empty());
    Deque<TestIdentifier> path = new ArrayDeque<>();
    for (Optional<TestIdentifier> t = Optional.of(test); t.isPresent(); t = parent(t.get())) {
      path.push(t.get());
    }
    for (TestIdentifier t : path) {
      name = name.within(t.getUniqueId(), t.getDisplayName());
    }
    return name.on(attempt.pairing()).repetition(attempt.repetition());
  }

  private Optional<TestIdentifier> parent(TestIdentifier test) {
    return Optional.ofNullable(plan).flatMap(p -> p.getParent(test));
  }

  private Optional<Scenario> scenario(TestIdentifier test) {
    return test.getSource()
        .filter(MethodSource.class::isInstance)
        .map(MethodSource.class::cast)
        .map(ScenarioCatalogue::method)
        .map(planned::get);
  }

  /**
   * Results of tests that are not among those recorded: ended without a record, or never run.
   *
   * @param records what there is, by repetition; 0 for tests that are not repeated
   */
  synchronized List<TestResult> unrecorded(Map<Integer, List<TestResult>> records) {
    List<TestResult> recorded = records.getOrDefault(attempt.repetition().orElse(0), List.of());
    Map<String, TestResult> missing = new LinkedHashMap<>(ended);
    recorded.forEach(r -> missing.remove(r.id()));
    for (Scenario s : attempt.scenarios()) {
      if (Stream.concat(ended.values().stream(), recorded.stream()).noneMatch(r -> isOf(s, r))) {
        missing.put(s.name(), neverRan(s));
      }
    }
    return List.copyOf(missing.values());
  }

  /**
   * Results of tests, begun or not, that are not among those recorded when the run is interrupted.
   */
  synchronized List<TestResult> interrupted(Set<String> recorded) {
    List<TestResult> results = new ArrayList<>();
    for (Scenario s : attempt.scenarios()) {
      List<TestName> names = begun.values().stream().filter(n -> isOf(s, n.scenario())).toList();
      for (TestName name : names.isEmpty() ? List.of(attempt.name(s)) : names) {
        if (!recorded.contains(name.id())) {
          TestResult end = ended.get(name.id());
          results.add(end == null ? cutShort(s.className(), name) : end);
        }
      }
    }
    return results;
  }

  private TestResult cutShort(String className, TestName name) {
    return result(className, name, TestEnd.interrupted()).build();
  }

  private TestResult neverRan(Scenario scenario) {
    TestEnd end = containerFailure.map(TestEnd::of).orElseGet(TestEnd::missing);
    return result(scenario.className(), attempt.name(scenario), end).build();
  }

  private boolean isOf(Scenario scenario, TestResult result) {
    return isOf(scenario, result.scenario())
        && result.repetition().equals(attempt.repetition())
        && attempt.pairing().filter(p -> !p.kernels().equals(result.pairing())).isEmpty();
  }

  /** Whether a name without circumstances is that of a scenario, or of an invocation of it. */
  private static boolean isOf(Scenario scenario, String name) {
    return name.equals(scenario.name()) || name.startsWith(scenario.name() + "[");
  }
}
