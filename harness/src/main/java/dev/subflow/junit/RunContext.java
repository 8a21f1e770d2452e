// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import dev.subflow.lab.LabEnvironment;
import dev.subflow.report.RunDirectory;
import dev.subflow.report.RunReport;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;

/**
 * What all scenarios of a JUnit run share; made on first need, closed when the run ends.
 * Thread-safe.
 */
final class RunContext implements AutoCloseable {
  private static final Namespace NAMESPACE = Namespace.create(RunContext.class);

  private final Settings settings;
  private final Optional<RunObserver> observer;
  private final RunReport report;
  private @Nullable LabEnvironment environment;

  private RunContext(Settings settings, Optional<RunObserver> observer) {
    this.settings = settings;
    this.observer = observer;
    Path base = settings.home().resolve("target").resolve("subflow");
    this.report =
        RunReport.open(
            settings.out().map(RunDirectory::at).orElseGet(() -> RunDirectory.create(base)));
  }

  static RunContext of(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(
            RunContext.class,
            key -> new RunContext(new Settings(context), observer(context)),
            RunContext.class);
  }

  private static Optional<RunObserver> observer(ExtensionContext context) {
    return Optional.ofNullable(
        context
            .getStore(StoreScope.LAUNCHER_SESSION, Namespace.create(RunObserver.class))
            .get(RunObserver.class, RunObserver.class));
  }

  Settings settings() {
    return settings;
  }

  Optional<RunObserver> observer() {
    return observer;
  }

  RunReport report() {
    return report;
  }

  /** The environment of all labs. A failure to open it is tried again by the next scenario. */
  synchronized LabEnvironment environment() {
    if (environment == null) {
      environment =
          observer.isPresent()
              ? LabEnvironment.open(settings.lab(), observer.get()::working)
              : LabEnvironment.open(settings.lab());
    }
    return environment;
  }

  /** Whether the JVM is ending with the run under way: what tests do now says nothing. */
  synchronized boolean isInterrupted() {
    return environment != null && environment.isClosed();
  }

  @Override
  public synchronized void close() {
    try {
      if (environment != null) {
        environment.close();
      }
    } finally {
      report.close();
    }
  }
}
