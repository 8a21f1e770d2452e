// SPDX-License-Identifier: Apache-2.0
package dev.subflow.lab;

import dev.subflow.guest.Command;
import dev.subflow.guest.CommandResult;
import dev.subflow.guest.GuestException;
import dev.subflow.guest.RunningCommand;
import dev.subflow.vm.Vm;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has kernels with kmemleak look for leaks; if they do by themselves, then after a minute. */
final class LeakScan {
  private static final Logger log = LoggerFactory.getLogger(LeakScan.class);
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String OPTION = "CONFIG_DEBUG_KMEMLEAK";
  private static final int OUTPUT_LIMIT = 1 << 20;

  /**
   * An object is reported when it is 5 s old and has not changed since the look before. Writing
   * waits for the look to end; it is refused where kmemleak is switched off.
   */
  private static final String SCAN =
      "f=/sys/kernel/debug/kmemleak; [ -e $f ] && echo scan 2>/dev/null >$f || exit 1;"
          + " sleep 6; echo scan >$f; cat $f";

  private LeakScan() {}

  /** Reports of kmemleak of each live guest that has it; empty reports are left out. */
  static Map<String, String> reports(Lab lab) {
    Map<String, RunningCommand> scans = new LinkedHashMap<>();
    Map<String, String> reports = new LinkedHashMap<>();
    for (Vm guest : lab.guests()) {
      boolean has = lab.kernelUnderTest(guest.name()).option(OPTION).isPresent();
      if (has && guest.fate().isEmpty()) {
        try {
          Command scan = Command.shell(SCAN).timeout(LIMIT).outputLimit(OUTPUT_LIMIT);
          scans.put(guest.name(), guest.start(scan));
        } catch (GuestException e) {
          log.debug("{} was not asked for leaks", guest.name(), e);
        }
      }
    }
    scans.forEach(
        (guest, scan) -> {
          try (scan) {
            CommandResult result = scan.await(LIMIT);
            if (result.timedOut()) {
              log.warn("{} looked for leaks for {} s and was not done", guest, LIMIT.toSeconds());
            } else if (!result.isSuccess()) {
              log.warn("{} did not look for leaks: its kmemleak is switched off", guest);
            } else if (!result.stdout().isBlank()) {
              reports.put(guest, result.stdout());
            }
          } catch (GuestException e) {
            log.debug("{} did not say what leaked", guest, e);
          }
        });
    return reports;
  }
}
