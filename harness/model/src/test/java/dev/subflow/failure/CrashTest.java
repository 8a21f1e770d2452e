// SPDX-License-Identifier: Apache-2.0
package dev.subflow.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class CrashTest {
  private static final String KASAN =
      """
      [   31.415926] BUG: KASAN: slab-use-after-free in mptcp_pm_close+0x12a/0x340
      [   31.415927] Read of size 8 at addr ffff888003a1c2d8 by task kworker/0:2/57
      [   31.415928] CPU: 0 UID: 0 PID: 57 Comm: kworker/0:2 Not tainted 7.3.4-subflow #1
      [   31.415929] Call Trace:
      [   31.415930]  <TASK>
      [   31.415931]  dump_stack_lvl+0x68/0xa0
      [   31.415932]  print_report+0xd0/0x650
      [   31.415933]  ? __virt_addr_valid+0x1a/0x120
      [   31.415934]  kasan_report+0xce/0x100
      [   31.415935]  mptcp_pm_close+0x12a/0x340
      [   31.415936]  __mptcp_close.constprop.0+0x88/0x1c0
      [   31.415937]  inet_release+0x50/0x90
      [   31.415938]  sock_close+0x14/0x20
      [   31.415939]  </TASK>
      [   31.415940] Allocated by task 57:
      [   31.415941]  kasan_save_stack+0x30/0x50
      """;

  private static Splat splat(Splat.Kind kind, String text) {
    List<String> lines = text.lines().toList();
    return new Splat(kind, lines.get(0).replaceFirst("^\\[[^\\]]*\\] ", ""), lines);
  }

  private static String only(List<Splat> splats) {
    List<Crash> crashes = Crash.of(splats);
    assertThat(crashes).hasSize(1);
    return crashes.get(0).fingerprint();
  }

  @Test
  void aTraceIsNamedByItsInnermostFunctions() {
    assertThat(only(List.of(splat(Splat.Kind.KASAN, KASAN))))
        .isEqualTo("KASAN mptcp_pm_close < __mptcp_close < inet_release < sock_close");
  }

  @Test
  void addressesOffsetsAndProcessesMakeNoDifference() {
    String elsewhere =
        KASAN
            .replace("ffff888003a1c2d8", "ffff888009999999")
            .replace("0x12a/0x340", "0x133/0x355")
            .replace("kworker/0:2", "ksoftirqd/0")
            .replace("[   31.", "[  271.")
            .replace("__mptcp_close.constprop.0", "__mptcp_close.isra.0");

    assertThat(only(List.of(splat(Splat.Kind.KASAN, KASAN), splat(Splat.Kind.KASAN, elsewhere))))
        .startsWith("KASAN mptcp_pm_close");
  }

  @Test
  void anotherPlaceIsAnotherCrash() {
    String other = KASAN.replace("mptcp_pm_close", "mptcp_subflow_eligible");

    assertThat(Crash.of(List.of(splat(Splat.Kind.KASAN, KASAN), splat(Splat.Kind.KASAN, other))))
        .hasSize(2);
  }

  @Test
  void whatTheKernelSaysOfOneFaultIsOneCrash() {
    Splat bug =
        splat(
            Splat.Kind.BUG,
            """
            [    1.000000] BUG: kernel NULL pointer dereference, address: 0000000000000010
            [    1.000001] #PF: supervisor read access in kernel mode
            """);
    Splat oops =
        splat(
            Splat.Kind.OOPS,
            """
            [    1.000002] Oops: Oops: 0000 [#1] SMP NOPTI
            [    1.000003] CPU: 0 UID: 0 PID: 1 Comm: init Not tainted 7.3.4-subflow #1
            [    1.000004] RIP: 0010:mptcp_sendmsg+0x77/0x900
            [    1.000005] Call Trace:
            [    1.000006]  <TASK>
            [    1.000007]  ? __die_body.cold+0x19/0x27
            [    1.000008]  sock_write_iter+0x160/0x180
            [    1.000009]  vfs_write+0x30/0x40
            [    1.000010]  </TASK>
            [    1.000011] RIP: 0033:0x7f0000000000
            """);
    Splat panic =
        splat(Splat.Kind.PANIC, "[    1.000012] Kernel panic - not syncing: Fatal exception\n");

    assertThat(only(List.of(bug, oops, panic)))
        .isEqualTo("BUG mptcp_sendmsg < sock_write_iter < vfs_write");
  }

  @Test
  void warningsOfOldAndNewKernelsAreAlike() {
    String trace =
        """
        [    1.000001] RIP: 0010:mptcp_worker+0x1/0x2
        [    1.000002] Call Trace:
        [    1.000003]  <TASK>
        [    1.000004]  process_one_work+0x174/0x330
        [    1.000005]  </TASK>
        """;
    Splat old =
        splat(
            Splat.Kind.WARNING,
            "[    1.000000] WARNING: CPU: 0 PID: 5 at net/mptcp/protocol.c:1 mptcp_worker+0x1/0x2\n"
                + trace);
    Splat young =
        splat(
            Splat.Kind.WARNING,
            "[    1.000000] WARNING: net/mptcp/protocol.c:2 at mptcp_worker+0x1/0x2, CPU#0: k/5\n"
                + trace);

    assertThat(only(List.of(old, young))).isEqualTo("WARNING mptcp_worker < process_one_work");
  }

  @Test
  void withoutATraceTheHeadlineTells() {
    Splat one =
        splat(Splat.Kind.HUNG_TASK, "[  212.3] INFO: task kworker:17 blocked for more than 120 s.");
    Splat two =
        splat(Splat.Kind.HUNG_TASK, "[  333.3] INFO: task kworker:21 blocked for more than 143 s.");

    assertThat(only(List.of(one, two)))
        .isEqualTo("HUNG_TASK INFO: task kworker:N blocked for more than N s.");
  }

  @Test
  void noSplatsAreNoCrash() {
    assertThat(Crash.of(List.of())).isEmpty();
  }
}
