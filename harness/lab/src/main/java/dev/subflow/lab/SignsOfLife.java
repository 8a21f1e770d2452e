// SPDX-License-Identifier: Apache-2.0
package dev.subflow.lab;

import dev.subflow.guest.GuestCrashedException;
import dev.subflow.guest.GuestCrashedException.How;
import dev.subflow.guest.GuestException;
import dev.subflow.guest.GuestLostException;
import dev.subflow.guest.GuestUnresponsiveException;
import dev.subflow.machine.CpuShare;
import dev.subflow.vm.Vm;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Asks guests whether they live: a test that ended says nothing of one that nobody talked to. */
final class SignsOfLife {
  // Longer than a kernel may take to reboot after a panic, and QEMU to end.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private SignsOfLife() {}

  /** Reasons why guests give no sign of life, crashes first. */
  static List<GuestException> missing(Collection<Vm> guests) {
    return guests.stream()
        .flatMap(guest -> missing(guest).stream())
        .sorted(Comparator.comparing(why -> !(why instanceof GuestCrashedException)))
        .toList();
  }

  private static Optional<GuestException> missing(Vm guest) {
    Optional<CpuShare> before = guest.processorTime();
    long asked = System.nanoTime();
    try {
      if (guest.fate().isPresent() || guest.ping(PATIENCE)) {
        return guest.fate();
      }
    } catch (GuestException e) {
      return Optional.of(guest.fate().orElse(e));
    }
    Duration waited = Duration.ofNanos(System.nanoTime() - asked);
    Optional<String> lately =
        before.flatMap(then -> guest.processorTime().flatMap(now -> now.lackSince(then, waited)));
    return Optional.of(guest.fate().orElseGet(() -> silent(guest, lately)));
  }

  private static GuestException silent(Vm guest, Optional<String> starvedLately) {
    String what = "its agent did not answer within " + PATIENCE.toSeconds() + " s";
    return guest
        .starvation()
        .or(() -> starvedLately)
        .<GuestException>map(
            how ->
                GuestLostException.starved(
                    guest.name(), how, new GuestUnresponsiveException(guest.name(), what)))
        .orElseGet(
            () ->
                new GuestCrashedException(
                    guest.name(),
                    How.HUNG,
                    ": " + what + ", though QEMU runs; see its console",
                    guest.splats()));
  }
}
