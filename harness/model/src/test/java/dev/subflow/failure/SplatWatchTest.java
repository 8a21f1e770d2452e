// SPDX-License-Identifier: Apache-2.0
package dev.subflow.failure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SplatWatchTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PANIC | [   12.345678] Kernel panic - not syncing: sysrq triggered crash
          OOPS | [   12.345678] Oops: 0002 [#1] PREEMPT SMP NOPTI
          OOPS | [   12.345678] Oops: general protection fault, probably for non-canonical address 0xdead: 0000 [#1] SMP
          OOPS | [   12.345678][  T123] general protection fault, probably for non-canonical address
          OOPS | [    0.512345] Oops: int3: 0000 [#1] PREEMPT SMP NOPTI
          BUG | [   12.345678] kernel BUG at net/mptcp/protocol.c:123!
          BUG | [   12.345678] BUG: kernel NULL pointer dereference, address: 0000000000000000
          BUG | [   12.345678] BUG: unable to handle page fault for address: ffffdead
          BUG | [   12.345678] BUG: sleeping function called from invalid context at net/core/sock.c:1
          KASAN | [   12.345678] BUG: KASAN: slab-use-after-free in mptcp_close+0x12/0x34
          KFENCE | [   12.345678] BUG: KFENCE: out-of-bounds read in test+0x1/0x2
          UBSAN | [   12.345678] UBSAN: array-index-out-of-bounds in net/mptcp/options.c:1:2
          LOCKDEP | [   12.345678] WARNING: possible circular locking dependency detected
          LOCKDEP | [   12.345678] WARNING: suspicious RCU usage
          LOCKDEP | [   12.345678] INFO: possible recursive locking detected
          WARNING | [   12.345678] WARNING: CPU: 0 PID: 1 at net/mptcp/protocol.c:1 f+0x1/0x2
          WARNING | [   12.345678] WARNING: net/mptcp/protocol.c:1 at f+0x1/0x2, CPU#0: init/1
          HUNG_TASK | [  212.345678] INFO: task kworker/0:1:17 blocked for more than 120 seconds.
          LOCKUP | [   12.345678] watchdog: BUG: soft lockup - CPU#0 stuck for 22s! [kworker/0:1:17]
          RCU_STALL | [   12.345678] rcu: INFO: rcu_preempt self-detected stall on CPU
          OUT_OF_MEMORY | [   12.345678] Out of memory: Killed process 123 (stress) total-vm:1kB
          REFCOUNT | [   12.345678] refcount_t: underflow; use-after-free.
          MEMORY_LEAK | [   12.345678] kmemleak: 3 new suspected memory leaks (see /sys/kernel/debug/kmemleak)
          """)
  void knowsEverySignature(Splat.Kind kind, String line) {
    assertThat(SplatWatch.kindOf(line)).contains(kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Kernel panic - not syncing: a program wrote this",
        "[    1.234567] WARNING: this is what some driver calls a warning",
        "[    1.234567] clocksource: tsc: mask: 0xffffffffffffffff",
        "[    1.234567] MPTCP token hash table entries: 512",
        "[    1.234567] systemd[1]: Oops: is a word in a log",
        "[  OK  ] Reached target basic.target - BUG: not the kernel",
        "[    1.234567] oom_reaper: reaped nothing",
        ""
      })
  void neverCriesWolf(String line) {
    assertThat(SplatWatch.kindOf(line)).isEmpty();
  }

  @Test
  void keepsWhatFollowsBounded() {
    SplatWatch watch = new SplatWatch();
    watch.line("[    1.000000] before");
    watch.line("[    1.000001] BUG: kernel NULL pointer dereference, address: 0000000000000000");
    for (int i = 0; i < 10_000; i++) {
      watch.line("[    1.000002] line " + i);
    }

    assertThat(watch.splats()).hasSize(1);
    assertThat(watch.splats().get(0).lines())
        .hasSize(120)
        .element(1)
        .isEqualTo("[    1.000002] line 0");
    assertThat(watch.splats().get(0).headline()).startsWith("BUG: kernel NULL pointer");
  }
}
