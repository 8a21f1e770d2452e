// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import dev.subflow.lab.LabEnvironment;
import dev.subflow.lab.LabSettings;
import dev.subflow.measure.Measure;
import dev.subflow.observe.Observation;
import dev.subflow.page.RunPage;
import dev.subflow.report.RunDirectory;
import dev.subflow.report.RunReport;
import dev.subflow.report.TestResult;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Context that all scenarios of a run share, also over several executions of JUnit in one session;
 * made on first need, closed when the session ends. Thread-safe.
 */
public final class RunContext implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RunContext.class);
  private static final Namespace NAMESPACE = Namespace.create(RunContext.class);

  private final LabSettings lab;
  private final Optional<RunObserver> observer;
  private final RunReport report;
  private final GuestMemory memory;
  private final EvidencePolicy evidencePolicy;
  private final Seed seed = new Seed(new SecureRandom().nextLong());
  private @Nullable LabEnvironment environment;

  /** Executions with the same settings are the same run. */
  private record Key(LabSettings lab, Optional<Path> out) {}

  private RunContext(RunSettings settings, Optional<RunObserver> observer) {
    this.lab = settings.lab();
    this.observer = observer;
    this.memory = GuestMemory.of(settings.memoryMib());
    this.evidencePolicy = new EvidencePolicy(settings.output().allEvidence());
    this.report =
        RunReport.open(
            settings
                .output()
                .folder()
                .map(RunDirectory::at)
                .orElseGet(() -> RunDirectory.create(base(settings))));
    if (observer.isEmpty()) {
      // Who watches the run has told of it before.
      log.info("{}", report.directory().forecast());
    }
  }

  /** Below the checkout that the tests are in, else below the project that they are in. */
  private static Path base(RunSettings settings) {
    Path here = Path.of("").toAbsolutePath();
    Path home = settings.lab().home();
    return (here.startsWith(home) ? home : here).resolve("target").resolve("subflow");
  }

  public static RunContext of(ExtensionContext context) {
    RunSettings settings = RunSettings.of(context);
    return context
        .getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
        .computeIfAbsent(
            new Key(settings.lab(), settings.output().folder()),
            key -> new RunContext(settings, observer(context)),
            RunContext.class);
  }

  private static Optional<RunObserver> observer(ExtensionContext context) {
    return Optional.ofNullable(
        context
            .getStore(StoreScope.LAUNCHER_SESSION, Namespace.create(RunObserver.class))
            .get(RunObserver.class, RunObserver.class));
  }

  Optional<RunObserver> observer() {
    return observer;
  }

  public RunReport report() {
    return report;
  }

  /** Tells the observer of the behaviour that a test showed. */
  void observed(String test, Observation behaviour) {
    observer.ifPresent(o -> o.observed(report.directory().path(), test, behaviour));
  }

  /** Tells the observer of the transfers that a test measured. */
  void measured(String test, List<Measure> measures) {
    observer.ifPresent(o -> o.measured(report.directory().path(), test, measures));
  }

  /** Keeps a result, and tells the observer of it. */
  void record(TestResult result) {
    observer.ifPresent(o -> o.recorded(report.directory().path(), result));
    report.add(result);
  }

  public GuestMemory memory() {
    return memory;
  }

  EvidencePolicy evidencePolicy() {
    return evidencePolicy;
  }

  /** Seed of random choices where none was asked for. */
  Seed seed() {
    return seed;
  }

  /** The environment of all labs. A failure to open it is tried again by the next scenario. */
  synchronized LabEnvironment environment() {
    if (environment == null) {
      environment =
          observer.isPresent()
              ? LabEnvironment.open(lab, observer.get()::working)
              : LabEnvironment.open(lab);
      HistoryNote.leave(report.directory().path(), lab, environment);
    }
    return environment;
  }

  @Override
  public synchronized void close() {
    try {
      if (environment != null) {
        environment.close();
      }
    } finally {
      report.close();
      RunPage.show(report.directory().path(), report.summary());
    }
  }
}
