// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.junit.RunObserver;
import dev.subflow.lab.Lab;
import java.nio.file.Path;
import java.util.Optional;

/** Shows what a run is busy with, and opens shells in the guests of a scenario that failed. */
final class TerminalObserver implements RunObserver {
  private final Progress progress;
  private final boolean interactive;

  /**
   * Shows by way of {@code progress}.
   *
   * @param interactive whether somebody can type
   */
  TerminalObserver(Progress progress, boolean interactive) {
    this.progress = progress;
    this.interactive = interactive;
  }

  @Override
  public void working(String what) {
    progress.detail(what);
  }

  /** One lab at a time: there is one terminal. */
  @Override
  public synchronized void keep(Lab lab, String test, String failure, Path evidence) {
    progress.say(test + " failed:");
    Excerpt.of(failure).lines().forEach(line -> progress.say("    " + line));
    if (!interactive) {
      progress.say("Guests can be kept only on a terminal, so these are not.");
      return;
    }
    progress.pause();
    try (GuestShells shells = GuestShells.onTerminal(lab.topology(), lab::guest)) {
      shells.tell("Its guests are kept until you leave. Evidence: " + evidence);
      shells.serve(Optional.empty());
    } finally {
      progress.resume();
    }
  }
}
