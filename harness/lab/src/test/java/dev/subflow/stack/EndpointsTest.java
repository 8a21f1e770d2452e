// SPDX-License-Identifier: Apache-2.0
package dev.subflow.stack;

import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.mptcp.Limits.addAddrAccepted;
import static dev.subflow.mptcp.Limits.subflows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.guest.CommandAssertionError;
import dev.subflow.mptcp.EndpointChange;
import org.junit.jupiter.api.Test;

/** Orders to a path manager: {@link Endpoints}, {@link LimitSettings}, and what they changed. */
final class EndpointsTest {
  private final ScriptedGuest guest = new ScriptedGuest();
  private final MptcpHost host = MptcpHost.of(guest);
  private final Endpoints endpoints = host.endpoints();
  private final LimitSettings limits = host.limits();

  @Test
  void endpointsAndLimitsAreWrittenWithIp() {
    guest
        .prints("ip mptcp endpoint add 10.0.2.1 dev eth2 id 4 subflow backup", "")
        .prints("ip mptcp endpoint add fd00::1 port 80 signal", "")
        .prints("ip mptcp endpoint show", "10.0.2.1 id 4 subflow backup dev eth2 \n")
        .prints("ip mptcp endpoint delete id 4", "")
        .prints("ip mptcp endpoint delete id 0 10.0.1.1", "")
        .prints("ip mptcp endpoint change id 4 nobackup fullmesh", "")
        .prints("ip mptcp endpoint flush", "")
        .prints("ip mptcp limits set subflows 2 add_addr_accepted 3", "")
        .prints("ip mptcp limits show", "add_addr_accepted 3 subflows 2 \n");

    endpoints.add(endpoint("10.0.2.1").dev("eth2").id(4).backup().subflow());
    endpoints.add(endpoint("fd00::1").port(80).signal());
    assertThat(endpoints.list().byId(4)).isPresent();
    endpoints.delete(4);
    endpoints.deleteInitial("10.0.1.1");
    endpoints.change(4, EndpointChange.NOBACKUP, EndpointChange.FULLMESH);
    endpoints.flush();
    limits.set(subflows(2), addAddrAccepted(3));
    assertThat(limits.get().subflows()).hasValue(2);
  }

  @Test
  void laminarEndpointsNeedNoNewIproute2() {
    guest.prints("mptcp-pm endpoint 10.0.2.1 dev eth2 laminar", "");

    endpoints.add(endpoint("10.0.2.1").dev("eth2").laminar());
    assertThat(endpoints.tryAdd(endpoint("10.0.2.2").laminar()).isSuccess()).isFalse();
  }

  @Test
  void aRefusalIsAnErrorUnlessItWasTried() {
    assertThatThrownBy(() -> endpoints.add(endpoint("10.0.2.1").laminar()))
        .isInstanceOf(CommandAssertionError.class)
        .hasMessageContaining("mptcp-pm endpoint 10.0.2.1 laminar");
    assertThatThrownBy(() -> limits.set(subflows(9))).isInstanceOf(CommandAssertionError.class);
    assertThat(limits.trySet(subflows(9)).exit().value()).isEqualTo(2);
    assertThat(endpoints.tryChange(4, EndpointChange.FULLMESH).isSuccess()).isFalse();
    assertThat(guest.commands()).hasSize(4).endsWith("ip mptcp endpoint change id 4 fullmesh");
  }

  @Test
  void countersSinceAreTheChangesOnly() {
    guest.prints("nstat -asz", "#kernel\nMPTcpExtMPJoinSynTx 5 0.0\nTcpInSegs 7 0.0\n");
    CountersSince since = new CountersSince(host);
    assertThat(since.change().get("MPJoinSynTx")).isZero();

    guest.prints("nstat -asz", "#kernel\nMPTcpExtMPJoinSynTx 6 0.0\nTcpInSegs 7 0.0\n");
    assertThat(since.change().get("MPJoinSynTx")).isEqualTo(1);
    assertThat(since.change().get("TcpInSegs")).isZero();
  }
}
