// SPDX-License-Identifier: Apache-2.0
package dev.subflow.run;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.junit.Jobs;
import dev.subflow.junit.RunObserver;
import dev.subflow.junit.RunSettings;
import dev.subflow.process.Shutdown;
import dev.subflow.report.RunDirectory;
import dev.subflow.report.TestResult;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;

/**
 * Executes a plan with JUnit in this JVM, several scenarios at once.
 *
 * <p>A plain run is one execution, in which JUnit runs scenarios in parallel. Repetitions and
 * pairings are an execution each, so that each has parameters of its own, and none waits for others
 * of its round; then the executions run in parallel, and what scenarios say to JUnit about
 * parallelism holds within each only.
 */
public final class ScenarioRunner {
  private final LauncherSession session;
  private final ResultsSoFar results;
  private final RunPlan plan;
  private final int jobs;
  private final RunSettings settings;
  private final Ends ends;
  private final List<RunWatcher> watchers = new ArrayList<>();
  private final Deque<Attempt> waiting = new ArrayDeque<>();
  private final Optional<FailingAttempts> failing;
  private int round;

  /**
   * A runner in a session in which nothing has run.
   *
   * @param settings of all executions
   */
  public ScenarioRunner(
      LauncherSession session,
      RunPlan plan,
      int jobs,
      RunSettings settings,
      RunListener listener,
      RunObserver observer) {
    this.session = session;
    this.results = ResultsSoFar.of(session, observer);
    this.plan = plan;
    this.jobs = jobs;
    this.settings = settings;
    this.ends = new Ends(listener);
    this.failing = plan.failingAttempts();
  }

  public void run() {
    if (plan.isPlain()) {
      execute(plan.together(), jobs);
    } else {
      ExecutorService executor = Executors.newFixedThreadPool(jobs);
      try {
        List<Future<?>> workers = new ArrayList<>();
        for (int i = 0; i < jobs; i++) {
          workers.add(executor.submit(this::work));
        }
        workers.forEach(ScenarioRunner::join);
      } finally {
        executor.shutdown();
      }
    }
    ends.over();
  }

  private void work() {
    for (Optional<Attempt> next = next(); next.isPresent(); next = next()) {
      Attempt attempt = next.get();
      execute(attempt, 1);
      failing.ifPresent(f -> f.ended(attempt, results.of(attempt)));
      ends.attempted();
    }
  }

  private static void join(Future<?> worker) {
    try {
      worker.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InfrastructureException("the run was interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new InfrastructureException("JUnit failed: " + e.getCause(), e);
    }
  }

  private synchronized Optional<Attempt> next() {
    if ((plan.untilFail() && ends.hasTrouble()) || Shutdown.isUnderWay()) {
      return Optional.empty();
    }
    if (failing.isPresent()) {
      return failing.get().next();
    }
    if (waiting.isEmpty() && hasMoreRounds()) {
      round++;
      waiting.addAll(plan.round(round));
    }
    return Optional.ofNullable(waiting.poll());
  }

  private boolean hasMoreRounds() {
    return plan.rounds().isPresent() ? round < plan.rounds().getAsInt() : !ends.onlySkips();
  }

  private void execute(Attempt attempt, int parallel) {
    RunWatcher watcher = new RunWatcher(attempt, ends);
    synchronized (this) {
      watchers.add(watcher);
    }
    session
        .getLauncher()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(
                    attempt.scenarios().stream()
                        .map(s -> DiscoverySelectors.selectMethod(s.method()))
                        .toList())
                .configurationParameters(attempt.of(settings).parameters())
                .configurationParameters(Jobs.parameters(parallel))
                .build(),
            watcher);
  }

  /** Results that the tests recorded themselves, in a folder. */
  public List<TestResult> recorded(RunDirectory directory) {
    return results.in(directory);
  }

  /** Results of what has ended, or was planned, and is not among those recorded. */
  public synchronized List<TestResult> unrecorded(List<TestResult> recorded) {
    Map<Integer, List<TestResult>> records =
        recorded.stream()
            .collect(
                Collectors.groupingBy(
                    r -> r.repetition().orElse(0), LinkedHashMap::new, Collectors.toList()));
    return watchers.stream().flatMap(w -> w.unrecorded(records).stream()).toList();
  }

  /**
   * Results when the run is interrupted. A repetition that was cut short leaves no result: others
   * of it tell as much.
   */
  public synchronized List<TestResult> interrupted(List<TestResult> recorded) {
    Set<String> ids = recorded.stream().map(TestResult::id).collect(Collectors.toSet());
    return plan.repeated()
        ? List.of()
        : watchers.stream().flatMap(w -> w.interrupted(ids).stream()).toList();
  }
}
