// SPDX-License-Identifier: Apache-2.0
package dev.subflow.failure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds splats in the lines of a console. Only lines that carry printk's time stamp count, so that
 * what a program prints on the console is never taken for the kernel's word. Thread-safe.
 */
public final class SplatWatch {
  // [    3.141592] text, [    3.141592][  T123] text
  private static final Pattern PRINTK =
      Pattern.compile("^\\[ *\\d+\\.\\d{6}\\](?:\\[ *[TC]\\d+\\])? ?(.*)$");
  private static final int LINES_KEPT = 120;
  private static final int SPLATS_KEPT = 50;
  private static final int LINE_LENGTH = 1000;

  private static final Map<Pattern, Splat.Kind> SIGNATURES = new LinkedHashMap<>();

  static {
    // Kernel panic - not syncing: sysrq triggered crash
    signature(Splat.Kind.PANIC, "^Kernel panic - not syncing");
    // BUG: KASAN: slab-use-after-free in mptcp_close+0x12/0x34
    signature(Splat.Kind.KASAN, "^BUG: KASAN: ");
    signature(Splat.Kind.KFENCE, "^BUG: KFENCE: ");
    // watchdog: BUG: soft lockup - CPU#0 stuck for 22s! [kworker/0:1:17]
    signature(
        Splat.Kind.LOCKUP,
        "^(watchdog: )?BUG: (soft|workqueue) lockup|^NMI watchdog: Watchdog detected hard LOCKUP|^Watchdog detected hard LOCKUP");
    // Oops: 0002 [#1] PREEMPT SMP NOPTI
    signature(
        Splat.Kind.OOPS,
        "^(?:Internal error: )?Oops: |^general protection fault|^double fault: |^(?:traps: )?PANIC: double fault|^int3: 0000 |^invalid opcode: 0000 |^divide error: 0000 |^stack segment: 0000 ");
    // kernel BUG at net/mptcp/protocol.c:123!
    signature(Splat.Kind.BUG, "^kernel BUG at ");
    // WARNING: possible circular locking dependency detected
    signature(
        Splat.Kind.LOCKDEP,
        "^WARNING: (possible|inconsistent|suspicious|bad unlock|held lock|lock held|nested lock)|^WARNING: suspicious RCU usage|^BUG: Invalid wait context|^BUG: (MAX_LOCKDEP|key )|^INFO: (possible recursive locking|trying to register non-static key)");
    // BUG: kernel NULL pointer dereference, address: 0000000000000000
    signature(Splat.Kind.BUG, "^BUG: ");
    // UBSAN: array-index-out-of-bounds in net/mptcp/options.c:1:2
    signature(Splat.Kind.UBSAN, "^UBSAN: ");
    // refcount_t: underflow; use-after-free.
    signature(Splat.Kind.REFCOUNT, "^refcount_t: ");
    // WARNING: CPU: 0 PID: 1 at net/mptcp/protocol.c:1 f+0x1/0x2   (before 6.19)
    // WARNING: net/mptcp/protocol.c:1 at f+0x1/0x2, CPU#0: init/1   (since)
    signature(Splat.Kind.WARNING, "^WARNING: (CPU: \\d+ PID: \\d+ at |\\S+:\\d+ at |at )");
    // INFO: task kworker/0:1:17 blocked for more than 120 seconds.
    signature(Splat.Kind.HUNG_TASK, "^INFO: task .* blocked (for more than|in I/O wait)");
    // rcu: INFO: rcu_preempt self-detected stall on CPU
    signature(
        Splat.Kind.RCU_STALL,
        "^(rcu: )?INFO: rcu_\\S+ .*(detected|self-detected) (expedited )?stalls?");
    // Out of memory: Killed process 123 (stress) total-vm:...
    signature(
        Splat.Kind.OUT_OF_MEMORY,
        "^Out of memory: |^Memory cgroup out of memory: |^Out of memory and no killable processes");
    // kmemleak: 3 new suspected memory leaks (see /sys/kernel/debug/kmemleak)
    signature(Splat.Kind.MEMORY_LEAK, "^kmemleak: \\d+ new suspected memory leaks");
  }

  private final List<Open> splats = new ArrayList<>();

  /** A splat that may still grow, for as long as lines follow. */
  private record Open(Splat.Kind kind, String headline, List<String> lines) {
    Splat close() {
      return new Splat(kind, headline, lines);
    }
  }

  private static void signature(Splat.Kind kind, String regex) {
    SIGNATURES.put(Pattern.compile(regex), kind);
  }

  /** The kind of splat that a console line starts, if it starts one. */
  public static Optional<Splat.Kind> kindOf(String consoleLine) {
    return printk(consoleLine).flatMap(SplatWatch::kindOfText);
  }

  /** Line of the kernel without its time stamp; empty where a line is not the kernel's. */
  public static Optional<String> printk(String consoleLine) {
    Matcher line = PRINTK.matcher(consoleLine);
    return line.matches() ? Optional.of(line.group(1)) : Optional.empty();
  }

  private static Optional<Splat.Kind> kindOfText(String text) {
    return SIGNATURES.entrySet().stream()
        .filter(s -> s.getKey().matcher(text).find())
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /**
   * Takes the next line of the console.
   *
   * @return the kind of the splat that starts here
   */
  public synchronized Optional<Splat.Kind> line(String consoleLine) {
    String bounded =
        consoleLine.length() > LINE_LENGTH ? consoleLine.substring(0, LINE_LENGTH) : consoleLine;
    Optional<String> text = printk(bounded);
    Optional<Splat.Kind> kind = text.flatMap(SplatWatch::kindOfText);
    if (kind.isPresent() && splats.size() < SPLATS_KEPT) {
      splats.add(new Open(kind.get(), text.orElseThrow(), new ArrayList<>()));
    }
    if (!splats.isEmpty()) {
      List<String> lines = splats.get(splats.size() - 1).lines();
      if (lines.size() < LINES_KEPT) {
        lines.add(bounded);
      }
    }
    return kind;
  }

  /** All splats so far, in order. */
  public synchronized List<Splat> splats() {
    return splats.stream().map(Open::close).toList();
  }
}
