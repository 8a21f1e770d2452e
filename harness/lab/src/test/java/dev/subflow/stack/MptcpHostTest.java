// SPDX-License-Identifier: Apache-2.0
package dev.subflow.stack;

import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.mptcp.Limits.subflows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.guest.CommandAssertionError;
import dev.subflow.mptcp.Connection;
import dev.subflow.mptcp.SocketEnd;
import dev.subflow.mptcp.TcpSocket;
import org.junit.jupiter.api.Test;

final class MptcpHostTest {
  private final ScriptedGuest guest = new ScriptedGuest();
  private final MptcpHost host = MptcpHost.of(guest);

  @Test
  void socketsAreReadFromSs() {
    guest
        .prints("ss -HOnaiM", "ESTAB 0 0 10.0.1.1:1 10.0.1.2:2 subflows:1 token:a3\n")
        .prints("ss -HOnieMl", "LISTEN 0 5 *:9734 *:*\n")
        .prints("ss -HOntie", "ESTAB 0 0 10.0.1.1:1 10.0.1.2:2 cubic\n")
        .prints("ss -iaM", "State Recv-Q Send-Q Local Address:Port\nLISTEN 0 5 *:9734 *:*\n");

    assertThat(host.sockets().established()).hasSize(1);
    assertThat(host.listening().listening()).hasSize(1);
    assertThat(host.subflows().plain()).hasSize(1);
    assertThat(host.ss("-iaM").listening()).hasSize(1);
  }

  @Test
  void ordersForAConnection() {
    guest
        .prints(
            "ss -HOnaiM", "ESTAB 0 0 10.0.1.1:1 10.0.1.2:9735 token:a3\nLISTEN 0 5 *:9735 *:*\n")
        .prints("ss -HOntie", "ESTAB 0 0 10.0.2.1%eth2:7 10.0.1.2:9735 cubic\n")
        .prints("mptcp-pm announce a3 10.0.2.1 id 5 signal", "")
        .prints("mptcp-pm remove a3 5", "")
        .prints("mptcp-pm create a3 10.0.2.1 id 6 to 10.0.1.2 port 9735", "")
        .prints("mptcp-pm flags a3 10.0.2.1 port 7 backup to 10.0.1.2 port 9735", "")
        .prints("mptcp-pm flags a3 10.0.2.1 port 7 to 10.0.1.2 port 9735", "")
        .prints("mptcp-pm destroy a3 10.0.2.1 port 7 to 10.0.1.2 port 9735", "")
        .prints("mptcp-pm destroy a3 ::ffff:10.0.2.1 port 7 to 10.0.1.2 port 9735", "");

    PathOrders orders = host.orders(Connection.to("10.0.1.2", 9735));
    TcpSocket subflow = host.subflows().plain().get(0);
    orders.announce(endpoint("10.0.2.1").id(5));
    orders.remove(5);
    orders.create(endpoint("10.0.2.1").id(6), SocketEnd.of("10.0.1.2", 9735));
    orders.setBackup(subflow, true);
    orders.setBackup(subflow, false);
    orders.destroy(subflow);
    orders.destroy(SocketEnd.of("::ffff:10.0.2.1", 7), subflow.peer());
    assertThat(orders.tryAnnounce(endpoint("10.0.9.1").id(5)).isSuccess()).isFalse();
    assertThat(orders.tryRemove(9).isSuccess()).isFalse();
    assertThat(orders.tryCreate(endpoint("10.0.9.1"), SocketEnd.of("10.0.1.2", 1)).isSuccess())
        .isFalse();
    assertThatThrownBy(() -> host.orders(Connection.toPort(80)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("expected one MPTCP connection *:* -> *:80")
        .hasMessageContaining("token:a3");
  }

  @Test
  void whatAToolRefusesIsAnAssertionErrorWithItsWords() {
    assertThatThrownBy(() -> host.endpoints().delete(77))
        .isInstanceOf(CommandAssertionError.class)
        .hasMessageContaining("`ip mptcp endpoint delete id 77` on client ended with exit code 2")
        .hasMessageContaining("Error: address not found.");
    assertThatThrownBy(host::sockets).isInstanceOf(CommandAssertionError.class);
    assertThat(host.endpoints().tryAdd(endpoint("10.0.2.1").signal()).stderr())
        .isEqualTo("Error: address not found.");
    assertThat(host.limits().trySet(subflows(65)).isSuccess()).isFalse();
  }

  @Test
  void namespaces() {
    guest.prints("nstat -asz", "#kernel\nMPTcpExtMPJoinSynTx 1 0.0\n");

    assertThat(host.inNetns("blue").counters().get("MPJoinSynTx")).isEqualTo(1);
    assertThat(guest.commands()).containsExactly("blue: nstat -asz");
    assertThat(host.inNetns("blue")).hasToString("client/blue");
  }
}
