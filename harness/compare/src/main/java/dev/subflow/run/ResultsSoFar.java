// SPDX-License-Identifier: Apache-2.0
package dev.subflow.run;

import dev.subflow.junit.RunObserver;
import dev.subflow.lab.Lab;
import dev.subflow.measure.Measure;
import dev.subflow.observe.Observation;
import dev.subflow.report.RunDirectory;
import dev.subflow.report.TestResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.platform.engine.support.store.Namespace;
import org.junit.platform.launcher.LauncherSession;

/**
 * Results that the tests of a session have had until now; passes on what it is told. Thread-safe.
 */
final class ResultsSoFar implements RunObserver {
  private final RunObserver next;
  private final Map<Path, List<TestResult>> results = new HashMap<>();

  private ResultsSoFar(RunObserver next) {
    this.next = next;
  }

  /** Collects the results of a session that begins, and passes them on to another observer. */
  static ResultsSoFar of(LauncherSession session, RunObserver next) {
    ResultsSoFar results = new ResultsSoFar(next);
    session.getStore().put(Namespace.create(RunObserver.class), RunObserver.class, results);
    return results;
  }

  /** The results of the run in that folder. */
  synchronized List<TestResult> in(RunDirectory run) {
    return List.copyOf(results.getOrDefault(run.path(), List.of()));
  }

  /** The results of an attempt that is numbered, and has one scenario. */
  synchronized List<TestResult> of(Attempt attempt) {
    String name = attempt.scenarios().get(0).name();
    return results.values().stream()
        .flatMap(List::stream)
        .filter(r -> r.repetition().equals(attempt.repetition()))
        .filter(r -> r.scenario().equals(name) || r.scenario().startsWith(name + "["))
        .toList();
  }

  @Override
  public void recorded(Path run, TestResult result) {
    synchronized (this) {
      results.computeIfAbsent(run, r -> new ArrayList<>()).add(result);
    }
    next.recorded(run, result);
  }

  @Override
  public void observed(Path run, String test, Observation behaviour) {
    next.observed(run, test, behaviour);
  }

  @Override
  public void measured(Path run, String test, List<Measure> measures) {
    next.measured(run, test, measures);
  }

  @Override
  public void working(String what) {
    next.working(what);
  }

  @Override
  public void keep(Lab lab, String test, String failure, Path evidence) {
    next.keep(lab, test, failure, evidence);
  }
}
