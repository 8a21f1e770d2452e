// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.junit.LabKeeper;
import dev.subflow.lab.Lab;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens shells in the guests of a scenario that failed; JUnit finds it as a service. */
public final class ShellKeeper implements LabKeeper {
  private static final Logger log = LoggerFactory.getLogger(ShellKeeper.class);

  /** The run that shows its progress; JUnit makes the keeper, so it cannot be handed over. */
  private static final AtomicReference<@Nullable Progress> SHOWN = new AtomicReference<>();

  /** For the service loader. */
  public ShellKeeper() {}

  /** Tells which progress to hold while shells are open. */
  static void share(Optional<Progress> progress) {
    SHOWN.set(progress.orElse(null));
  }

  @Override
  public void keep(Lab lab, String test, Path evidence) {
    if (!Streams.isTerminal(0) || !Streams.isTerminal(1)) {
      log.warn("{} failed; its guests can be kept only on a terminal, so they are not", test);
      return;
    }
    Optional<Progress> progress = Optional.ofNullable(SHOWN.get());
    progress.ifPresent(Progress::pause);
    try (GuestShells shells = GuestShells.onTerminal(lab.topology(), lab::guest)) {
      shells.tell(test + " failed; its guests are kept until you leave. Evidence: " + evidence);
      shells.serve(Optional.empty());
    } finally {
      progress.ifPresent(Progress::resume);
    }
  }
}
