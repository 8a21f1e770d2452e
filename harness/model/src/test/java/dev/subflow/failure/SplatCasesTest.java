// SPDX-License-Identifier: Apache-2.0
package dev.subflow.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Watches consoles as kernels and the programs beside them wrote them. */
final class SplatCasesTest {
  static final Path CASES = Path.of("src/test/resources/cases");
  // SplatWatch.of(text): exactly 1 splat, kind LOCKDEP.
  // SplatWatch.of(text): no splat (true now; must stay so).
  private static final Pattern EXPECTED =
      Pattern.compile(
          "SplatWatch\\.of\\(text\\): (no splat|(?:exactly )?1 splat, kind (?:a kind of its own or )?([A-Z_]+))");

  static Stream<Path> consoles() throws IOException {
    try (Stream<Path> headlines = Files.list(CASES.resolve("splat-headline"));
        Stream<Path> starts = Files.list(CASES.resolve("splat-line-start"))) {
      return Stream.concat(headlines, starts)
          .filter(file -> file.toString().endsWith(".console"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("consoles")
  void isSeenAsExpected(Path console) throws IOException {
    String expected =
        Files.readString(Path.of(console.toString().replace(".console", ".expected")));
    Matcher wanted = EXPECTED.matcher(expected);
    assertThat(wanted.find()).isTrue();

    List<Splat> splats = SplatWatch.of(Files.readString(console));

    if (wanted.group(2) == null) {
      assertThat(splats).isEmpty();
    } else {
      assertThat(splats)
          .extracting(Splat::kind)
          .containsExactly(Splat.Kind.valueOf(wanted.group(2)));
      assertThat(splats.get(0).headline()).doesNotContainPattern("^<|\\d\\.\\d{6}\\]");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // kernel/locking/lockdep.c, now and before 4.13
        "LOCKDEP | WARNING: SOFTIRQ-safe -> SOFTIRQ-unsafe lock order detected",
        "LOCKDEP | WARNING: SOFTIRQ-READ-safe -> SOFTIRQ-READ-unsafe lock order detected",
        "LOCKDEP | WARNING: possible irq lock inversion dependency detected",
        "LOCKDEP | WARNING: possible recursive locking detected",
        "LOCKDEP | WARNING: inconsistent lock state",
        "LOCKDEP | WARNING: bad unlock balance detected!",
        "LOCKDEP | WARNING: bad contention detected!",
        "LOCKDEP | WARNING: held lock freed!",
        "LOCKDEP | WARNING: lock held when returning to user space!",
        "LOCKDEP | WARNING: chain_key collision",
        "LOCKDEP | WARNING: kworker/u8:3/123 still has locks held!",
        "LOCKDEP | WARNING: my program/4398 still has locks held!",
        "LOCKDEP | [ BUG: bad unlock balance detected! ]",
        "LOCKDEP | [ BUG: held lock freed! ]",
        "LOCKDEP | [ BUG: syz/123 still has locks held! ]",
        "LOCKDEP | [ BUG: lock held when returning to user space! ]",
        "LOCKDEP | [ INFO: possible circular locking dependency detected ]",
        "LOCKDEP | [ INFO: HARDIRQ-safe -> HARDIRQ-unsafe lock order detected ]",
        "LOCKDEP | [ INFO: inconsistent lock state ]",
        "LOCKDEP | [ INFO: suspicious RCU usage. ]",
        "LOCKDEP | INFO: trying to register non-static key.",
        "LOCKDEP | BUG: key ffff888012345678 has not been registered!",
        "LOCKDEP | BUG: MAX_LOCKDEP_CHAIN_HLOCKS too low!",
        "LOCKDEP | BUG: MAX_STACK_TRACE_ENTRIES too low!",
        "LOCKDEP | WARNING: circular locking deadlock detected!",
        // kernel/watchdog.c, kernel/workqueue.c, kernel/smp.c, powerpc
        "LOCKUP | watchdog: Watchdog detected hard LOCKUP on cpu 3",
        "LOCKUP | NMI watchdog: Watchdog detected hard LOCKUP on cpu 3",
        "LOCKUP | Watchdog detected hard LOCKUP on cpu 3",
        "LOCKUP | watchdog: CPU 3 self-detected hard LOCKUP @ mptcp_worker+0x1/0x2",
        "LOCKUP | NMI watchdog: BUG: soft lockup - CPU#1 stuck for 22s! [mptcp_connect:77]",
        "LOCKUP | BUG: workqueue lockup - pool cpus=0 node=0 flags=0x0 nice=0 stuck for 31s!",
        "LOCKUP | smp: csd: Detected non-responsive CSD lock (#1) on CPU#0",
        // mm/slub.c
        "BUG | BUG TCPv6 (Tainted: G    B   W         ): Object already free",
        "BUG | BUG skbuff_head_cache (Not tainted): Redzone overwritten",
        "BUG | BUG :A-0000512 (Tainted: G        W): Freepointer corrupt",
        // lib/bug.c, kernel/panic.c with CONFIG_DEBUG_BUGVERBOSE_DETAILED
        "BUG | Kernel BUG at mptcp_close+0x1/0x2 [verbose debug info unavailable]",
        "WARNING | WARNING: [a[i] > b && !c] net/mptcp/pm.c:12 at mptcp_pm_close+0x1/0x2, CPU#0: a/1",
        "WARNING | WARNING: CPU: 0 PID: 1 at [x != 1] net/mptcp/pm.c:12 mptcp_pm_close+0x1/0x2",
        "WARNING | WARNING: kernel stack regs at ffff88 in init:1 has bad 'bp' value ffff88",
        // kernel/hung_task.c, net/core/dev.c, kernel/rcu
        "HUNG_TASK | INFO: task my program:123 blocked in I/O wait for more than 120 seconds.",
        "HUNG_TASK | unregister_netdevice: waiting for ns1eth2 to become free. Usage count = 2",
        "RCU_STALL | rcu: INFO: rcu_preempt detected expedited stalls on CPUs/tasks: { 1-...D }",
        "RCU_STALL | INFO: rcu_tasks_trace detected stalls on tasks:",
        // arch/x86/kernel/traps.c, arch/arm64
        "OOPS | divide error: 0000 [#1] PREEMPT SMP KASAN",
        "OOPS | Unable to handle kernel paging request at virtual address dfff800000000001",
        "OOPS | Internal error: Oops - BUG: 00000000f2000800 [#1] PREEMPT SMP",
      })
  void headlinesOfTheKernelsSourcesAreKnown(Splat.Kind kind, String headline) {
    assertThat(SplatWatch.kindOf("[   12.345678][  T123] " + headline)).contains(kind);
    assertThat(SplatWatch.kindOf(headline)).as("a program's word").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INFO: lockdep is turned off.",
        "WARNING: /etc/ssh/moduli does not exist, using fixed modulus",
        "WARNING: Please define 'EXTRA_CONFIG' [here] first",
        "INFO: Stall ended before state dump start",
        "INFO: NMI handler (nmi_cpu_backtrace_handler) took too long to run: 1.234 msecs",
        "INFO: task mptcp:12 is blocked on a mutex likely owned by task b:13.",
        "BUG UNIX (Not tainted): kasan: bad access detected",
        "watchdog: Delayed init of the lockup detector failed: -19",
        "NMI watchdog: Enabled. Permanently consumes one hw-PMU counter.",
        "unregister_netdevice: delaying",
        "traps: mptcp_connect[12] general protection fault ip:4011 sp:7ffd error:0 in a[4000+1]",
        "rcu: rcu_preempt kthread starved for 10424 jiffies!",
        "refcount tracking is on",
      })
  void healthyWordsAreNoHeadlines(String text) {
    assertThat(SplatWatch.kindOf("[   12.345678] " + text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<4>[   12.345678] BUG: a",
        "<12>[   12.345678][    C0] BUG: a",
        "[   12.345678][ T1234] BUG: a",
        "** 12 printk messages dropped ** [   12.345678] BUG: a",
        "login: <2>[   12.345678][    C0] BUG: a",
        "# 003 single subflow[   12.345678] BUG: a",
        "[   12.345678] audit: half a line [   12.345679] BUG: a",
      })
  void theKernelsWordIsFoundBehindWhatStandsBeforeIt(String line) {
    assertThat(SplatWatch.of(line)).extracting(Splat::headline).containsExactly("BUG: a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Kernel panic - not syncing: a program wrote this",
        "login: Kernel panic - not syncing: and this",
        "[12.34] Kernel panic - not syncing: no stamp of printk",
        "# [    0.1] BUG: neither",
        "[   12.345678] pstore: says [    3.141592] BUG: a of the last boot",
        "** 12 printk messages dropped **",
      })
  void whatAProgramPrintsIsNot(String line) {
    assertThat(SplatWatch.of(line)).isEmpty();
  }

  @Test
  void whatIsPrintedAgainIsNoSecondSplat() {
    String splat = "[   12.345678] BUG: a\n[   12.345679] Call Trace:\n";

    assertThat(SplatWatch.of(splat + "# dmesg says\n" + splat + "# " + splat)).hasSize(1);
    assertThat(SplatWatch.of(splat + splat.replace("12.34", "12.35"))).hasSize(2);
    assertThat(SplatWatch.of(splat + splat).get(0).lines()).hasSize(2);
  }

  @Test
  void aDeviceThatIsNotFreedIsOneSplatHoweverOftenItIsTold() {
    String told =
        "[  624.887185] unregister_netdevice: waiting for lo to become free. Usage count = 5";
    String again = told.replace("624", "634").replace("= 5", "= 3");

    assertThat(SplatWatch.of(told + "\n" + again)).hasSize(1);
    assertThat(SplatWatch.of(told + "\n" + again.replace(" lo ", " eth0 "))).hasSize(2);
    assertThat(SplatWatch.of(told + "\n" + again.replace("634", "834"))).hasSize(2);
  }
}
