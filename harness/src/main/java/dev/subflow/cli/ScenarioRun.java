// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.junit.RunObserver;
import dev.subflow.report.RunDirectory;
import dev.subflow.report.RunReport;
import dev.subflow.report.RunSummary;
import dev.subflow.report.TestResult;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.store.Namespace;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;

/** Scenarios that run in this JVM, and what came of them. */
final class ScenarioRun {
  private final List<Scenario> scenarios;
  private final RunDirectory directory;
  private final RunWatcher watcher;

  ScenarioRun(List<Scenario> scenarios, RunDirectory directory, RunWatcher watcher) {
    this.scenarios = scenarios;
    this.directory = directory;
    this.watcher = watcher;
  }

  /** Runs them all, one after the other. */
  void execute(LauncherSession session, RunObserver observer, Map<String, String> parameters) {
    session.getStore().put(Namespace.create(RunObserver.class), RunObserver.class, observer);
    session
        .getLauncher()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(
                    scenarios.stream()
                        .map(s -> DiscoverySelectors.selectUniqueId(s.uniqueId()))
                        .toList())
                .configurationParameters(parameters)
                .build(),
            watcher);
  }

  /** The results of a run that has ended, also of tests that left none by themselves. */
  Outcome ended() {
    RunSummary recorded = RunReport.read(directory.path());
    return complete(recorded, watcher.unrecorded(ids(recorded)));
  }

  /** The results of a run that the end of the JVM cuts short. */
  Outcome interrupted() {
    RunSummary recorded = RunReport.read(directory.path());
    return complete(recorded, watcher.interrupted(ids(recorded)));
  }

  /**
   * Results, and why they could not be kept.
   *
   * @param refused empty when they are on the disk
   */
  record Outcome(RunSummary summary, Optional<UncheckedIOException> refused) {}

  private Outcome complete(RunSummary recorded, List<TestResult> more) {
    List<TestResult> all = new ArrayList<>(recorded.results());
    all.addAll(more);
    RunSummary summary = new RunSummary(recorded.run(), all);
    try (RunReport report = RunReport.open(directory)) {
      more.forEach(report::add);
    } catch (UncheckedIOException e) {
      return new Outcome(summary, Optional.of(e));
    }
    return new Outcome(summary, Optional.empty());
  }

  private static Set<String> ids(RunSummary summary) {
    return summary.results().stream().map(TestResult::id).collect(Collectors.toSet());
  }
}
