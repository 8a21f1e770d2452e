// SPDX-License-Identifier: Apache-2.0
package dev.subflow.lab;

import dev.subflow.guest.Command;
import dev.subflow.guest.GuestException;
import dev.subflow.vm.Vm;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers of the guests of a failed test before they go. */
final class FailureSnapshot {
  private static final Logger log = LoggerFactory.getLogger(FailureSnapshot.class);
  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final List<String> QUESTIONS =
      List.of(
          "nstat -as",
          "ss -naiM",
          "ss -naieto",
          "ip mptcp endpoint; ip mptcp limits",
          "ip -br address; ip -s link; ip route; ip -6 route; ip rule",
          "dmesg | tail -n 40");

  private FailureSnapshot() {}

  /** Asks every guest that lives; a guest that does not answer is no second failure. */
  static void take(Lab lab) {
    for (Vm guest : lab.guests()) {
      try {
        for (String question : QUESTIONS) {
          if (guest.fate().isEmpty()) {
            var unused = guest.run(Command.shell(question).timeout(LIMIT));
          }
        }
      } catch (GuestException e) {
        log.debug("{} says no more", guest.name(), e);
      }
    }
  }
}
