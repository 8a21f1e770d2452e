// SPDX-License-Identifier: Apache-2.0
package dev.subflow.history;

import dev.subflow.failure.UsageException;
import dev.subflow.report.HistorySpool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Takes the results of runs into a history. Used by one thread. */
public final class HistoryIntake {
  private final HistoryDatabase database;

  public HistoryIntake(HistoryDatabase database) {
    this.database = database;
  }

  /**
   * Takes in all results of a folder and below it; those that are there already stay.
   *
   * @return how many are new
   * @throws UsageException where the folder can't be read
   */
  public int folder(Path folder) {
    ResultWriter writer = new ResultWriter(database);
    return RunFolders.in(folder).stream().mapToInt(writer::write).sum();
  }

  /**
   * Takes in the runs that wait in a spool; those that go on are taken in as far as they are, and
   * wait on.
   *
   * @return how many results are new
   */
  public int spool(HistorySpool spool) {
    int added = 0;
    for (HistorySpool.Waiting waiting : List.copyOf(spool.waiting())) {
      // Asked first: what comes after the question is taken in the next time.
      boolean goesOn = waiting.goesOn();
      if (Files.isDirectory(waiting.run())) {
        added += readable(waiting.run());
      }
      if (!goesOn) {
        spool.remove(waiting);
      }
    }
    return added;
  }

  /** A folder that somebody closed or spoilt meanwhile is no reason to have no history. */
  private int readable(Path run) {
    try {
      return folder(run);
    } catch (UsageException e) {
      return 0;
    }
  }
}
