// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.junit.Jobs;
import dev.subflow.process.Shutdown;
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
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;

/**
 * Executes a plan with JUnit in this JVM, several scenarios at once.
 *
 * <p>A plain run is one execution, in which JUnit runs scenarios in parallel. Repetitions and
 * pairings are an execution each, so that each has parameters of its own, and none waits for others
 * of its round; then the executions run in parallel, and what scenarios say to JUnit about
 * parallelism holds within each only.
 */
final class ScenarioRunner {
  private final Launcher launcher;
  private final RunPlan plan;
  private final int jobs;
  private final Map<String, String> parameters;
  private final RunBoard board;
  private final List<RunWatcher> watchers = new ArrayList<>();
  private final Deque<Attempt> waiting = new ArrayDeque<>();
  private int round;

  /**
   * @param parameters JUnit's, of all executions
   */
  ScenarioRunner(
      Launcher launcher, RunPlan plan, int jobs, Map<String, String> parameters, RunBoard board) {
    this.launcher = launcher;
    this.plan = plan;
    this.jobs = jobs;
    this.parameters = Map.copyOf(parameters);
    this.board = board;
  }

  void run() {
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
    board.over();
  }

  private void work() {
    for (Optional<Attempt> next = next(); next.isPresent(); next = next()) {
      execute(next.get(), 1);
      board.attempted();
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
    if ((plan.untilFail() && board.hasTrouble()) || Shutdown.isUnderWay()) {
      return Optional.empty();
    }
    if (waiting.isEmpty() && hasMoreRounds()) {
      round++;
      waiting.addAll(plan.round(round));
    }
    return Optional.ofNullable(waiting.poll());
  }

  private boolean hasMoreRounds() {
    return plan.rounds().isPresent() ? round < plan.rounds().getAsInt() : !board.onlySkips();
  }

  private void execute(Attempt attempt, int parallel) {
    RunWatcher watcher = new RunWatcher(attempt, board);
    synchronized (this) {
      watchers.add(watcher);
    }
    launcher.execute(
        LauncherDiscoveryRequestBuilder.request()
            .selectors(
                attempt.scenarios().stream()
                    .map(s -> DiscoverySelectors.selectMethod(s.method()))
                    .toList())
            .configurationParameters(parameters)
            .configurationParameters(Jobs.parameters(parallel))
            .configurationParameters(attempt.parameters())
            .build(),
        watcher);
  }

  /** Results of what has ended, or was planned, and is not among those recorded. */
  synchronized List<TestResult> unrecorded(List<TestResult> recorded) {
    Map<Integer, List<TestResult>> records =
        recorded.stream()
            .collect(
                Collectors.groupingBy(
                    r -> r.repetition().orElse(0), LinkedHashMap::new, Collectors.toList()));
    return watchers.stream().flatMap(w -> w.unrecorded(records).stream()).toList();
  }

  /**
   * The same when the run is interrupted. A repetition that was cut short leaves no result: others
   * of it tell as much.
   */
  synchronized List<TestResult> interrupted(List<TestResult> recorded) {
    Set<String> ids = recorded.stream().map(TestResult::id).collect(Collectors.toSet());
    return plan.repeated()
        ? List.of()
        : watchers.stream().flatMap(w -> w.interrupted(ids).stream()).toList();
  }
}
