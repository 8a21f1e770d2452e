// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import dev.subflow.artifact.kernel.Kernel;
import dev.subflow.lab.LabEnvironment;
import dev.subflow.lab.LabSettings;
import dev.subflow.report.HistorySpool;
import dev.subflow.report.RunFacts;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Note of a run for the history, which takes its results in later. */
public final class HistoryNote {
  private static final Logger log = LoggerFactory.getLogger(HistoryNote.class);

  private HistoryNote() {}

  /**
   * Writes the facts of this process's run into its folder, and leaves the folder to the history.
   * What can't be written is told, and no error.
   */
  public static void leave(Path folder, LabSettings lab, LabEnvironment environment) {
    Kernel kernel = environment.kernel();
    RunFacts.KernelBuild build =
        new RunFacts.KernelBuild(kernel.version(), kernel.release(), environment.kernelBuild());
    leave(folder, lab.cache(), facts(folder, lab.home()).with(build));
  }

  /** The same for tests whose kernel is known by their results alone. */
  public static void leave(Path folder, Path home, Path cache) {
    leave(folder, cache, facts(folder, home));
  }

  private static RunFacts facts(Path folder, Path home) {
    return RunFacts.read(folder).orElseGet(() -> RunFacts.ofProcess(home));
  }

  private static void leave(Path folder, Path cache, RunFacts facts) {
    try {
      facts.write(folder);
    } catch (IOException e) {
      log.warn("the history will not know where the run in {} ran: {}", folder, e.toString());
    }
    new HistorySpool(cache).leave(folder);
  }
}
