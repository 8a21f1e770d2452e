// SPDX-License-Identifier: Apache-2.0
package dev.subflow.lab;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.guest.Command;
import dev.subflow.guest.CommandResult;
import dev.subflow.vm.Vm;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Has the Nth allocation fail that code of {@code net/mptcp} asks for, itself or through others, in
 * calls of programs, in interrupts and in workers alike (Documentation/fault-injection).
 *
 * <p>Slab objects and pages are counted apart; the Nth of both fails.
 */
public final class AllocationFaults {
  /** Options that the kernel must have, without {@code CONFIG_}. */
  public static final List<String> OPTIONS =
      List.of(
          "FAILSLAB",
          "FAIL_PAGE_ALLOC",
          "FAULT_INJECTION_DEBUG_FS",
          "FAULT_INJECTION_STACKTRACE_FILTER");

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int OUTPUT_LIMIT = 1 << 20;

  private static final Command SYMBOLS =
      Command.of("grep", "-E", MptcpText.NAMES, "/proc/kallsyms")
          .timeout(LIMIT)
          .outputLimit(OUTPUT_LIMIT);

  /** Takes the number, and the range of addresses that the stack must touch. */
  private static final String ARM =
      """
      set -e
      d=/sys/kernel/debug
      [ -e $d/failslab ] || mount -t debugfs debugfs $d
      for kind in failslab fail_page_alloc; do
        cd $d/$kind
        echo 0 >probability
        echo "$2" >require-start
        echo "$3" >require-end
        echo 32 >stacktrace-depth
        echo N >task-filter
        echo N >ignore-gfp-wait
        [ ! -e ignore-gfp-highmem ] || echo N >ignore-gfp-highmem
        [ ! -e min-order ] || echo 0 >min-order
        echo 0 >space
        echo 2 >verbose
        echo "$1" >interval
        echo 1 >times
      done
      echo 100 >$d/fail_page_alloc/probability
      echo 100 >$d/failslab/probability
      """;

  /** What is left of the times that each was to fail, then what the log says of it. */
  private static final String DISARM =
      """
      d=/sys/kernel/debug
      echo 0 >$d/failslab/probability
      echo 0 >$d/fail_page_alloc/probability
      cat $d/failslab/times $d/fail_page_alloc/times || exit
      dmesg | grep -A 60 'FAULT_INJECTION: forcing a failure' | head -n 200
      """;

  private AllocationFaults() {}

  /**
   * Has allocations fail from now on.
   *
   * @param nth from 1
   * @throws InfrastructureException when the guest refuses it
   */
  static void arm(Vm guest, int nth) {
    MptcpText text =
        MptcpText.parse(guest.run(SYMBOLS).stdout())
            .orElseThrow(
                () ->
                    new InfrastructureException(
                        guest.name() + ": /proc/kallsyms does not show where net/mptcp is"));
    CommandResult armed =
        guest.run(
            Command.of(
                    "sh",
                    "-c",
                    ARM,
                    "sh",
                    Integer.toString(nth),
                    hex(text.start()),
                    hex(text.end()))
                .timeout(LIMIT));
    if (!armed.isSuccess()) {
      throw new InfrastructureException(
          guest.name() + ": no allocation can be made to fail: " + armed);
    }
  }

  private static String hex(long address) {
    return "0x" + Long.toHexString(address);
  }

  /** Lets allocations succeed again; empty when the guest does not say what failed. */
  static Optional<AllocationFailure> disarm(Vm guest) {
    CommandResult result =
        guest.run(Command.of("sh", "-c", DISARM).timeout(LIMIT).outputLimit(OUTPUT_LIMIT));
    return result.timedOut() ? Optional.empty() : parse(result.stdout());
  }

  static Optional<AllocationFailure> parse(String text) {
    List<String> lines = text.lines().toList();
    if (lines.size() < 2 || !lines.subList(0, 2).stream().allMatch(l -> l.matches("\\d"))) {
      return Optional.empty();
    }
    boolean reached = lines.subList(0, 2).contains("0");
    return Optional.of(new AllocationFailure(reached, lines.subList(2, lines.size())));
  }
}
