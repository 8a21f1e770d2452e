// SPDX-License-Identifier: Apache-2.0
package dev.subflow.qemu;

import dev.subflow.failure.Splat;
import dev.subflow.guest.GuestCrashedException;
import dev.subflow.guest.GuestCrashedException.How;
import dev.subflow.guest.GuestException;
import dev.subflow.guest.GuestLostException;
import java.util.List;
import java.util.Optional;

/**
 * Judges why a guest is gone: its kernel's doing (CRASH) or the machine's (INCONCLUSIVE).
 *
 * @param guest its name
 * @param splats what its kernel said before
 * @param shutdownReason QMP's reason, such as {@code guest-shutdown}, when QEMU told one
 * @param qemuExit how QEMU ended, in words
 * @param qemuKilled whether a signal ended QEMU
 * @param qemuOutput the last lines QEMU printed
 * @param lastCommand what ran last
 * @param consoleGap why the log of its console is incomplete, if it is
 * @param emulatedSmp whether several vCPUs ran under a QEMU whose emulation of them is known to
 *     corrupt guests
 */
record GuestFate(
    String guest,
    List<Splat> splats,
    Optional<String> shutdownReason,
    String qemuExit,
    boolean qemuKilled,
    String qemuOutput,
    Optional<String> lastCommand,
    Optional<String> consoleGap,
    boolean emulatedSmp) {

  GuestException judge() {
    String during =
        lastCommand.map(c -> "; last command: " + c).orElse("; no command had run yet")
            + consoleGap.map(w -> "; the log of its console is incomplete: " + w).orElse("");
    Optional<Splat> deadly = splats.stream().filter(s -> s.kind().isDeadly()).findFirst();
    Optional<Splat> splat = deadly.or(() -> splats.stream().findFirst());
    if (emulatedSmp && splat.filter(s -> s.headline().contains("int3")).isPresent()) {
      return new GuestLostException(
          guest,
          "QEMU's emulation of several vCPUs broke the guest ("
              + splat.get().headline()
              + "), which is known of QEMU before 10; use 1 vCPU, a newer QEMU, or KVM"
              + during);
    }
    if (deadly.isPresent()) {
      return new GuestCrashedException(guest, How.DIED, during, splats);
    }
    if (qemuKilled) {
      return new GuestLostException(
          guest,
          "QEMU was killed from outside, "
              + qemuExit
              + (qemuExit.contains("SIGBUS")
                  ? " (is the disk with the cache, which holds its memory, full?)"
                  : " (by hand, or for want of memory?)")
              + during);
    }
    if (shutdownReason.filter(r -> r.startsWith("guest-")).isPresent()) {
      return new GuestCrashedException(
          guest, How.WENT_DOWN, " (" + shutdownReason.get() + ")" + during, splats);
    }
    return new GuestLostException(
        guest,
        "QEMU ended with " + qemuExit + during + (qemuOutput.isBlank() ? "" : "\n" + qemuOutput));
  }
}
