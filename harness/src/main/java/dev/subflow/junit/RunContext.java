// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import dev.subflow.lab.LabEnvironment;
import dev.subflow.report.RunDirectory;
import dev.subflow.report.RunReport;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * What all scenarios of a JUnit run share; made on first need, closed when the run ends.
 * Thread-safe.
 */
final class RunContext implements AutoCloseable {
  private static final Namespace NAMESPACE = Namespace.create(RunContext.class);

  private final Settings settings;
  private final RunReport report;
  private @Nullable LabEnvironment environment;

  private RunContext(Settings settings) {
    this.settings = settings;
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
            RunContext.class, key -> new RunContext(new Settings(context)), RunContext.class);
  }

  Settings settings() {
    return settings;
  }

  RunReport report() {
    return report;
  }

  /** The environment of all labs. A failure to open it is tried again by the next scenario. */
  synchronized LabEnvironment environment() {
    if (environment == null) {
      environment = LabEnvironment.open(settings.lab());
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
    }
  }
}
