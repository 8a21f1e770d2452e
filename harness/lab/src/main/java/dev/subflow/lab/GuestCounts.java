// SPDX-License-Identifier: Apache-2.0
package dev.subflow.lab;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.guest.Command;
import dev.subflow.guest.ExitStatus;
import dev.subflow.guest.GuestException;
import dev.subflow.vm.Vm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counters of kernels with coverage while a test ran. */
final class GuestCounts {
  private static final Logger log = LoggerFactory.getLogger(GuestCounts.class);
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final String FILE = "/tmp/subflow-gcov.tar";
  private static final String RESET = "/sys/kernel/debug/gcov/reset";

  /** A file of counts has no size before it is read, so it must be copied to be packed. */
  private static final String PACK =
      "mkdir -p /tmp/subflow-gcov && cd /sys/kernel/debug/gcov && "
          + "find . -path '*/net/mptcp/*.gcda' | while read -r f; do"
          + " cat \"$f\" >\"/tmp/subflow-gcov/${f##*/}\"; done && "
          + "tar -C /tmp/subflow-gcov -cf "
          + FILE
          + " .";

  private GuestCounts() {}

  /** Forgets what was counted until now, boot included. */
  static void reset(Lab lab) {
    for (Vm guest : lab.guests()) {
      var unused = guest.run(Command.shell("[ ! -e " + RESET + " ] || echo 1 >" + RESET));
    }
  }

  /** Fetches the counts of every guest that lives and has any. */
  static void fetch(Lab lab, Path evidence) {
    for (Vm guest : lab.guests()) {
      Optional<Path> tree = lab.kernel(guest.name()).tree();
      if (guest.fate().isPresent() || tree.isEmpty()) {
        continue;
      }
      try {
        if (guest.run(Command.shell("[ -e " + RESET + " ]")).exit().equals(ExitStatus.code(0))) {
          var unused = guest.run(Command.shell(PACK).timeout(LIMIT));
          String name = "gcov-" + guest.name() + ".tar";
          guest.files().get(FILE, evidence.resolve(name));
          Files.writeString(evidence.resolve(name + ".tree"), tree.get() + "\n");
        }
      } catch (GuestException | InfrastructureException | IOException e) {
        log.warn("no coverage of {}: {}", guest.name(), e.getMessage());
      }
    }
  }
}
