// SPDX-License-Identifier: Apache-2.0
package dev.subflow.failure;

import dev.subflow.failure.Splat.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** First lines of the kernel's reports, from the strings that its sources print. */
final class Headlines {
  /**
   * Reports of {@code kernel/locking/lockdep.c}, {@code rtmutex.c} and {@code kernel/rcu}, each
   * behind "WARNING: ", "BUG: " or "INFO: ", which changed over time, and in brackets or not.
   */
  private static final String LOCKDEP =
      "^(?:\\[ )?(?:WARNING|BUG|INFO): (?:possible (?:circular|recursive) locking|possible irq lock inversion"
          + "|\\S+-safe -> \\S+-unsafe lock order|inconsistent (?:lock state|\\{)|suspicious RCU usage"
          + "|[Ii]nvalid wait context|bad (?:unlock balance|contention) detected|[Nn]ested lock was not taken"
          + "|held lock freed|lock held when returning to user space|chain_key collision"
          + "|(?:\\S.{0,40}/\\d+ )?(?:still has locks held|lock held at task exit time)"
          + "|circular locking deadlock detected|trying to register non-static key"
          + "|MAX_(?:LOCK|STACK_TRACE)\\w* too low|key \\S+ |\\S+ not in \\.data)";

  /**
   * One kind of report.
   *
   * @param start its first words
   */
  private record Headline(Kind kind, Pattern start) {}

  private static final List<Headline> ALL = new ArrayList<>();

  private Headlines() {}

  private static void add(Kind kind, String regex) {
    ALL.add(new Headline(kind, Pattern.compile(regex)));
  }

  static {
    // Kernel panic - not syncing: sysrq triggered crash (kernel/panic.c)
    add(Kind.PANIC, "^Kernel panic - not syncing");
    // BUG: KASAN: slab-use-after-free in mptcp_close+0x12/0x34 (mm/kasan/report.c)
    add(Kind.KASAN, "^BUG: KASAN: ");
    // BUG: KFENCE: use-after-free read in mptcp_close+0x12/0x34 (mm/kfence/report.c)
    add(Kind.KFENCE, "^BUG: KFENCE: ");
    // watchdog: BUG: soft lockup - CPU#0 stuck for 22s! [kworker/0:1:17] (kernel/watchdog.c)
    // BUG: workqueue lockup - pool cpus=0 node=0 flags=0x0 nice=0 stuck for 31s! (workqueue.c)
    add(Kind.LOCKUP, "^(?:NMI )?(?:watchdog: )?BUG: (?:soft|workqueue) lockup");
    // watchdog: CPU1: Watchdog detected hard LOCKUP on cpu 0, before 6.5 without a CPU
    // watchdog: CPU 1 self-detected hard LOCKUP @ f+0x1/0x2 (arch/powerpc/kernel/watchdog.c)
    add(
        Kind.LOCKUP,
        "^(?:NMI )?(?:watchdog: )?(?:CPU ?\\d+:? )?(?:Watchdog |self-)?(?:detected )?[Hh]ard LOCKUP");
    // smp: csd: Detected non-responsive CSD lock (#1) on CPU#0 (kernel/smp.c)
    add(Kind.LOCKUP, "^(?:smp: )?csd: Detected non-responsive CSD lock");
    // Oops: 0002 [#1] PREEMPT SMP NOPTI (arch/x86/kernel/dumpstack.c)
    // divide error: 0000 [#1] SMP (arch/x86/kernel/traps.c, before 6.9 without "Oops: ")
    // Internal error: Oops: 0000000096000004 [#1] SMP (arch/arm64/kernel/traps.c)
    add(
        Kind.OOPS,
        "^Internal error: |^Oops: |^Oops - |^(?:segment-related )?general protection fault|^double fault: "
            + "|^(?:traps: )?PANIC: double fault|^Unable to handle kernel "
            + "|^(?:int3|invalid opcode|divide[ _]error|stack segment|segment not present|invalid TSS"
            + "|bounds|alignment check|overflow|invalid op|control protection fault): [0-9a-f]{4} ");
    // kernel BUG at net/mptcp/protocol.c:123! (lib/bug.c)
    add(Kind.BUG, "^[kK]ernel BUG at ");
    // WARNING: possible circular locking dependency detected     [ BUG: Invalid wait context ]
    add(Kind.LOCKDEP, LOCKDEP);
    // BUG: kernel NULL pointer dereference, address: 0000000000000000 (arch/x86/mm/fault.c)
    add(Kind.BUG, "^BUG: ");
    // BUG kmalloc-512 (Not tainted): Poison overwritten (mm/slub.c); of KASAN only in passing
    add(
        Kind.BUG,
        "^BUG \\S.{0,200}?\\((?:Not tainted|Tainted: [^)]*)\\): (?!kasan: bad access detected)");
    // UBSAN: array-index-out-of-bounds in net/mptcp/options.c:1:2 (lib/ubsan.c)
    add(Kind.UBSAN, "^UBSAN: ");
    // refcount_t: underflow; use-after-free. (lib/refcount.c)
    add(Kind.REFCOUNT, "^refcount_t: ");
    // WARNING: CPU: 0 PID: 1 at net/mptcp/protocol.c:1 f+0x1/0x2 (kernel/panic.c, before 6.19)
    // WARNING: net/mptcp/protocol.c:1 at f+0x1/0x2, CPU#0: init/1 (since)
    // WARNING: [a < b] net/mptcp/protocol.c:1 at f+0x1/0x2, CPU#0: init/1
    // (DEBUG_BUGVERBOSE_DETAILED)
    add(
        Kind.WARNING,
        "^WARNING: (?:CPU: \\d+ PID: \\d+ at |(?:\\[.{1,400}\\] )?\\S+:\\d+ at |at )");
    // WARNING: kernel stack regs at ... in init:1 has bad 'bp' value ...
    // (arch/x86/kernel/unwind_*.c)
    add(Kind.WARNING, "^WARNING: kernel stack (?:regs|frame pointer) at .{1,200}? has bad ");
    // INFO: task kworker/0:1:17 blocked for more than 120 seconds. (kernel/hung_task.c)
    add(
        Kind.HUNG_TASK,
        "^INFO: task .{0,200}? (?:blocked for more than|blocked in I/O wait|can't die for more than)");
    // unregister_netdevice: waiting for lo to become free. Usage count = 5 (net/core/dev.c)
    add(Kind.HUNG_TASK, "^unregister_netdevice: waiting for .{1,20} to become free");
    // rcu: INFO: rcu_preempt self-detected stall on CPU (kernel/rcu/tree_stall.h, tasks.h)
    add(
        Kind.RCU_STALL,
        "^(?:rcu: )?INFO: rcu_\\S+ .{0,40}?(?:detected|self-detected) (?:expedited )?stalls?");
    // Out of memory: Killed process 123 (stress) total-vm:... (mm/oom_kill.c)
    add(
        Kind.OUT_OF_MEMORY,
        "^Out of memory: |^Memory cgroup out of memory: |^Out of memory and no killable processes");
    // kmemleak: 3 new suspected memory leaks (see /sys/kernel/debug/kmemleak) (mm/kmemleak.c)
    add(Kind.MEMORY_LEAK, "^kmemleak: \\d+ new suspected memory leaks");
  }

  /** The kind of report that a text of the kernel begins. */
  static Optional<Kind> kindOf(String text) {
    return ALL.stream()
        .filter(headline -> headline.start().matcher(text).find())
        .map(Headline::kind)
        .findFirst();
  }

  /** Whether the kernel prints it again and again for as long as the fault lasts. */
  static boolean isRepeated(String text) {
    return text.startsWith("unregister_netdevice: ");
  }
}
