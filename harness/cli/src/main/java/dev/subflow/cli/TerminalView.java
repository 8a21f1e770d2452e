// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.lab.Lab;
import dev.subflow.run.RunListener;
import dev.subflow.run.RunView;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/** Shows what a run is busy with, and opens shells in the guests of a scenario that failed. */
final class TerminalView implements RunView {
  private final Progress progress;
  private final Style style;
  private final boolean interactive;

  /**
   * Shows by way of {@code progress}.
   *
   * @param interactive whether somebody can type
   */
  TerminalView(Progress progress, Style style, boolean interactive) {
    this.progress = progress;
    this.style = style;
    this.interactive = interactive;
  }

  @Override
  public void status(String what) {
    progress.status(what);
  }

  @Override
  public void say(String line) {
    progress.say(line);
  }

  @Override
  public RunListener listener(OptionalInt planned, boolean many) {
    return new RunBoard(progress, style, planned, many);
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
