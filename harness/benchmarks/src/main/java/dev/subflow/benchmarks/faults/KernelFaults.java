// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks.faults;

import static dev.subflow.benchmarks.faults.Fault.inGuest;

import java.time.Duration;
import java.util.List;

/** Kernels and agents that break. */
final class KernelFaults {
  /** For faults that the kernel notices after a while, under emulation and beside other work. */
  private static final Duration SLOW = Duration.ofSeconds(25);

  // All that PID 1 may write, its stack among it; newer kernels refuse to write to its text.
  private static final String OVERWRITE_THE_AGENT =
      """
      perl -e 'open(M, "/proc/1/maps"); while (<M>) {
        next unless /^([0-9a-f]+)-([0-9a-f]+) rw-p/;
        open(F, "+<", "/proc/1/mem") or die $!; sysseek(F, hex($1), 0);
        syswrite(F, "\\xff" x (hex($2) - hex($1))) or die $!; }'
      sleep 20
      """;

  private KernelFaults() {}

  static List<Fault> all() {
    return List.of(
        inGuest("panic", End.CRASH, sysrq('c'), "sysrq triggered crash").onTheConsole(),
        inGuest("oops", End.CRASH, "insmod $module how=oops", "NULL pointer dereference|Oops: ")
            .onTheConsole(),
        inGuest("WARN", End.CRASH, "insmod $module how=warn", "WARNING: .*faults").onTheConsole(),
        inGuest(
                "soft lockup",
                End.CRASH,
                "echo 1 >/proc/sys/kernel/watchdog_thresh; insmod $module how=softlockup",
                "soft lockup - CPU")
            .onTheConsole()
            .lasting(SLOW),
        inGuest(
                "hung task",
                End.CRASH,
                "echo 1 >/proc/sys/kernel/hung_task_timeout_secs; insmod $module how=hungtask",
                "INFO: task insmod.* blocked for more than")
            .onTheConsole()
            .lasting(SLOW),
        inGuest("out of memory", End.CRASH, "tail /dev/zero", "Out of memory: ")
            .onTheConsole()
            .lasting(Duration.ofSeconds(60)),
        inGuest("power-off", End.CRASH, sysrq('o'), "went down by itself|guest-shutdown"),
        inGuest("reset", End.CRASH, sysrq('b'), "went down by itself|guest-reset"),
        inGuest("agent killed", End.CRASH, OVERWRITE_THE_AGENT, "Attempted to kill init")
            .onTheConsole());
  }

  private static String sysrq(char key) {
    return "echo " + key + " >/proc/sysrq-trigger; sleep 20";
  }
}
