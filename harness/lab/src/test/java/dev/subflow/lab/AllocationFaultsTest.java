// SPDX-License-Identifier: Apache-2.0
package dev.subflow.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class AllocationFaultsTest {
  @Test
  void theCodeOfMptcpIsTheRunOfItsSymbols() {
    assertThat(
            MptcpText.parse(
                """
                ffffffff81900000 T bpf_skc_to_mptcp_sock
                ffffffff81d00100 t __pfx_mptcp_sendmsg
                ffffffff81d00110 t mptcp_sendmsg
                ffffffff81d02000 T mptcp_recvmsg
                ffffffff81d05fff t subflow_syn_recv_sock
                ffffffff81e00000 t mptcp_of_somebody_else
                ffffffffc0100000 t mptcp_diag_dump	[mptcp_diag]
                """))
        .contains(new MptcpText(0xffffffff81d00100L, 0xffffffff81d06fffL));
  }

  @Test
  void addressesThatAreHiddenAreNone() {
    assertThat(MptcpText.parse("0000000000000000 t mptcp_sendmsg\n")).isEmpty();
    assertThat(MptcpText.parse("")).isEmpty();
  }

  @Test
  void whatFailedIsSaidWithItsCaller() {
    AllocationFailure failure =
        AllocationFaults.parse(
                """
                0
                1
                [   12.1] FAULT_INJECTION: forcing a failure.
                          name failslab, interval 3, probability 100, space 0, times 1
                [   12.1] CPU: 0 UID: 0 PID: 99 Comm: ip Not tainted 7.3.4 #1
                [   12.1]  <TASK>
                [   12.1]  dump_stack_lvl+0x4b/0x70
                [   12.1]  ? mptcp_is_enabled+0x1/0x20
                [   12.1]  should_failslab+0x5/0x10
                [   12.1]  mptcp_pm_nl_append_new_local_addr+0x99/0x200
                [   12.1]  mptcp_pm_nl_add_addr_doit+0x99/0x200
                """)
            .orElseThrow();

    assertThat(failure.reached()).isTrue();
    assertThat(failure.caller()).contains("mptcp_pm_nl_append_new_local_addr");
  }

  @Test
  void withTimesLeftNothingFailed() {
    assertThat(AllocationFaults.parse("1\n1\n").orElseThrow().reached()).isFalse();
    assertThat(AllocationFaults.parse("sh: no such file\n")).isEmpty();
    assertThat(AllocationFaults.parse("")).isEmpty();
  }
}
