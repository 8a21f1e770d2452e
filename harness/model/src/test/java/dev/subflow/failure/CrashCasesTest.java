// SPDX-License-Identifier: Apache-2.0
package dev.subflow.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names crashes of real consoles: alike for one fault, different for two. */
final class CrashCasesTest {
  private static Crash crash(String name) throws IOException {
    String console =
        Files.readString(
            SplatCasesTest.CASES.resolve("crash-fingerprint").resolve(name + ".console"));
    assertThat(Crash.of(SplatWatch.of(console))).hasSize(1);
    return Crash.of(SplatWatch.of(console)).get(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hung-task",
        "page-allocator",
        "rcu-stall",
        "string",
        "list",
        "lock",
        "slab",
        "sleeping"
      })
  void differentFaultsDiffer(String pair) throws IOException {
    assertThat(crash(pair + ".a").fingerprint()).isNotEqualTo(crash(pair + ".b").fingerprint());
    assertThat(crash(pair + ".a").title()).isNotEqualTo(crash(pair + ".b").title());
  }

  @ParameterizedTest
  @ValueSource(strings = {"rcu-stall-same", "refcount-forms"})
  void theSameFaultIsTheSame(String pair) throws IOException {
    assertThat(crash(pair + ".a").fingerprint()).isEqualTo(crash(pair + ".b").fingerprint());
    assertThat(crash(pair + ".a").title()).isEqualTo(crash(pair + ".b").title());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hung-task.a      | INFO: task hung in rtnl_lock",
        "hung-task.b      | INFO: task hung in mount_bdev",
        "page-allocator.a | WARNING in v9fs_fid_get_acl",
        "page-allocator.b | WARNING in drm_mode_create_lease_ioctl",
        "refcount-once.a  | WARNING: refcount bug in __vma_enter_locked",
        "rcu-stall.a      | INFO: rcu detected stall in mptcp_rcv_space_adjust",
        "string.a         | KASAN: slab-out-of-bounds in mptcp_pm_close",
        "slab.b           | KASAN: double-free in subflow_error_report",
        "sleeping.a       | BUG: sleeping function called from invalid context in mptcp_pm_close",
      })
  void titlesAreThoseOfSyzbot(String name, String title) throws IOException {
    assertThat(crash(name).title()).isEqualTo(title);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Oops: general protection fault, probably for non-canonical address 0xdead: 0000 [#1] SMP | general protection fault in mptcp_close",
        "BUG: kernel NULL pointer dereference, address: 0000000000000010 | BUG: unable to handle kernel NULL pointer dereference in mptcp_close",
        "BUG: unable to handle page fault for address: ffffdeadffffdead | BUG: unable to handle kernel paging request in mptcp_close",
        "watchdog: BUG: soft lockup - CPU#0 stuck for 22s! [kworker/0:1:17] | BUG: soft lockup in mptcp_close",
        "watchdog: CPU1: Watchdog detected hard LOCKUP on cpu 1 | BUG: hard lockup in mptcp_close",
        "WARNING: possible circular locking dependency detected | possible deadlock in mptcp_close",
        "WARNING: SOFTIRQ-safe -> SOFTIRQ-unsafe lock order detected | possible deadlock in mptcp_close",
        "WARNING: inconsistent lock state | inconsistent lock state in mptcp_close",
        "WARNING: suspicious RCU usage | WARNING: suspicious RCU usage in mptcp_close",
        "[ BUG: Invalid wait context ] | BUG: invalid wait context in mptcp_close",
        "BUG: using __this_cpu_add() in preemptible [00000000] code: mptcp_connect/3294 | BUG: using __this_cpu_add() in preemptible code in mptcp_close",
        "kernel BUG at net/mptcp/protocol.c:123! | kernel BUG in mptcp_close",
        "UBSAN: array-index-out-of-bounds in net/mptcp/options.c:1:2 | UBSAN: array-index-out-of-bounds in mptcp_close",
        "BUG: KFENCE: use-after-free read in mptcp_close+0x12/0x34 | KFENCE: use-after-free read in mptcp_close",
        "BUG: KCSAN: data-race in mptcp_close / mptcp_worker | KCSAN: data-race in mptcp_close / mptcp_worker",
        "BUG: KMSAN: uninit-value in mptcp_close+0x12/0x34 | KMSAN: uninit-value in mptcp_close",
        "BUG kmalloc-512 (Not tainted): Poison overwritten | BUG: Poison overwritten (kmalloc-N) in mptcp_close",
        "unregister_netdevice: waiting for lo to become free. Usage count = 5 | unregister_netdevice: waiting for DEV to become free",
        "Kernel panic - not syncing: sysrq triggered crash | kernel panic: sysrq triggered crash",
      })
  void headlinesBecomeTitles(String headline, String title) {
    String trace =
        """

        [   10.000011] Call Trace:
        [   10.000012]  <TASK>
        [   10.000013]  dump_stack_lvl+0x12/0x34
        [   10.000014]  _raw_spin_lock_bh+0x12/0x34
        [   10.000015]  mptcp_close+0x12/0x34
        [   10.000016]  </TASK>
        """;

    assertThat(Crash.of(SplatWatch.of("[   10.000000] " + headline + trace)))
        .extracting(Crash::title)
        .containsExactly(title);
  }

  @Test
  void theAccessIsPartOfATitleOfKasan() {
    String kasan =
        """
        [   31.415926] BUG: KASAN: slab-use-after-free in mptcp_close+0x12a/0x340
        [   31.415927] Read of size 8 at addr ffff888003a1c2d8 by task kworker/0:2/57
        """;

    assertThat(Crash.of(SplatWatch.of(kasan)))
        .extracting(Crash::title)
        .containsExactly("KASAN: slab-use-after-free Read in mptcp_close");
  }

  @Test
  void aDeadlockIsNamedByWhereTheLockIsTakenAndNotByItsHistory() {
    String lockdep =
        """
        [   10.000000] WARNING: possible circular locking dependency detected
        [   10.000001] worker/5 is trying to acquire lock:
        [   10.000002] ffff88800 (sk_lock-AF_INET){+.+.}-{0:0}, at: mptcp_sendmsg+0x12/0x34
        [   10.000003] but task is already holding lock:
        [   10.000004] ffff88801 (rtnl_mutex){+.+.}-{3:3}, at: rtnl_lock+0x12/0x34
        [   10.000005] -> #1 (rtnl_mutex){+.+.}-{3:3}:
        [   10.000006]        __mutex_lock+0x12/0x34
        [   10.000007]        dev_ioctl+0x12/0x34
        [   10.000008] stack backtrace:
        [   10.000009] Call Trace:
        [   10.000010]  <TASK>
        [   10.000011]  check_noncircular+0x12/0x34
        [   10.000012]  __lock_acquire+0x12/0x34
        [   10.000013]  lock_sock_nested+0x12/0x34
        [   10.000014]  mptcp_sendmsg+0x12/0x34
        [   10.000015]  sock_write_iter+0x12/0x34
        [   10.000016]  </TASK>
        """;
    Crash crash = Crash.of(SplatWatch.of(lockdep)).get(0);

    assertThat(crash.title()).isEqualTo("possible deadlock in mptcp_sendmsg");
    assertThat(crash.fingerprint()).isEqualTo("LOCKDEP mptcp_sendmsg < sock_write_iter");
  }
}
