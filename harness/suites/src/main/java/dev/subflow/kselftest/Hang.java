// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import dev.subflow.guest.GuestException;
import dev.subflow.guest.GuestUnresponsiveException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Judges a script that did not end in time: it or its kernel hung, unless its machine did not let
 * it run.
 *
 * @param limit what the script had
 * @param machineRuns whether its QEMU still runs
 * @param starvation how little of the processors the guest had, if that was too little
 */
record Hang(Duration limit, boolean machineRuns, Optional<String> starvation) {
  Hang {
    Objects.requireNonNull(limit, "limit");
    Objects.requireNonNull(starvation, "starvation");
  }

  /** The end of a script that was killed for it. */
  ScriptEnd killed() {
    return judge(
        "it hung: it was stopped after its limit of "
            + limit.toSeconds()
            + " s; blocked tasks and sockets are in console-guest.log and commands.log");
  }

  /**
   * The end of a script whose guest is lost.
   *
   * @param elapsed since the script began
   */
  ScriptEnd lost(GuestException why, Duration elapsed) {
    boolean hung =
        why instanceof GuestUnresponsiveException && elapsed.compareTo(limit) >= 0 && machineRuns;
    return hung
        ? judge(
            "it hung: it had not ended after its limit of "
                + limit.toSeconds()
                + " s, and its kernel let nobody end it: "
                + why.getMessage())
        : ScriptEnd.lost(String.valueOf(why.getMessage()));
  }

  private ScriptEnd judge(String hung) {
    return starvation
        .map(little -> ScriptEnd.starved(little, hung))
        .orElseGet(() -> ScriptEnd.crashed(hung));
  }
}
