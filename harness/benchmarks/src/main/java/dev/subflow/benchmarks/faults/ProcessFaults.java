// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks.faults;

import static dev.subflow.benchmarks.faults.Fault.fromOutside;

import java.util.List;

/** Processes of the host that somebody kills or stops. */
final class ProcessFaults {
  private ProcessFaults() {}

  static List<Fault> all() {
    return List.of(
        fromOutside(
            "QEMU killed",
            End.INCONCLUSIVE,
            "QEMU was killed from outside",
            (victim, guest) -> victim.signal("KILL", victim.qemu(guest))),
        fromOutside(
            "QEMU stopped",
            End.INCONCLUSIVE,
            "does not answer|did not answer|stopped",
            (victim, guest) -> victim.signal("STOP", victim.qemu(guest))),
        fromOutside(
            "JVM killed", End.KILLED, "", (victim, guest) -> victim.signal("KILL", victim.pid())),
        fromOutside(
            "JVM terminated",
            End.INTERRUPTED,
            "interrupted; what there is",
            (victim, guest) -> victim.signal("TERM", victim.pid())),
        fromOutside(
            "guard killed",
            End.PASS,
            "guard .* died with exit code",
            (victim, guest) -> {
              for (long guard : victim.guards()) {
                victim.signal("KILL", guard);
              }
            }));
  }
}
