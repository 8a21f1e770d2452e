// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.host.Shutdown;
import dev.subflow.report.RunDirectory;
import dev.subflow.report.RunReport;
import dev.subflow.report.RunSummary;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets a run that Ctrl-C or SIGTERM ends write the results it has, and say where. */
final class Interruption {
  private static final Logger log = LoggerFactory.getLogger(Interruption.class);

  private Interruption() {}

  /**
   * Runs something that may be interrupted.
   *
   * @param show shows the results there are then
   */
  static void during(
      RunDirectory directory, PrintStream err, Runnable run, Consumer<RunSummary> show) {
    Thread hook = new Thread(() -> tell(directory, err, show), "interruption");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      run.run();
      if (Shutdown.isUnderWay()) {
        waitForTheEnd();
      }
    } finally {
      remove(hook);
    }
  }

  /** The hook has the last word: what is run knows of results only that guests died. */
  private static void waitForTheEnd() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void tell(RunDirectory directory, PrintStream err, Consumer<RunSummary> show) {
    RunReport report = RunReport.open(directory);
    RunSummary summary = report.summary();
    report.close();
    if (!summary.results().isEmpty()) {
      show.accept(summary);
    }
    err.println("\ninterrupted; what there is: " + RunPrinter.relative(directory.path()));
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      log.debug("the JVM is ending already: {}", e.toString());
    }
  }
}
