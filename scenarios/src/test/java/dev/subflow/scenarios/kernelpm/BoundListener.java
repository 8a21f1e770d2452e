// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.kernelpm;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.mptcp.Limits.addAddrAccepted;
import static dev.subflow.mptcp.Limits.subflows;
import static dev.subflow.scenarios.support.Eventually.eventually;

import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.scenarios.support.Flow;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Joins need a listener on the address they go to, whosever it is. */
@SubflowTest
@UsesTopology(TwoPaths.class)
@Rfc8684("3.2")
class BoundListener {
  @ParameterizedTest
  @EnumSource
  void refusesJoinsToOtherAddresses(IpVersion ip, MptcpHost client, MptcpHost server) {
    client.limits().set(subflows(1), addAddrAccepted(1));
    server.endpoints().add(endpoint(ip.server(2)).signal());
    var atClient = client.countersFromNow();
    var atServer = server.countersFromNow();

    try (Flow flow = Flow.plan(client, server, ip.server(1)).boundServer().start()) {
      eventually(
          "a join that is refused",
          () -> {
            assertThat(atClient.change()).has("MPJoinSynTx", 1).hasAtLeast("AddAddr", 1);
            assertThat(atServer.change()).hasAtLeast("TcpOutRsts", 1);
          });
      flow.awaitArrival();

      assertThat(atClient.change()).hasZero("MPJoinSynAckRx");
      assertThat(atServer.change()).hasZero("MPJoinSynRx");
      eventually(
          "the client gives the subflow up",
          () -> assertThat(client.sockets()).mptcp(flow.connection()).hasSubflows(0));
      flow.finish();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anotherListenerWillDo(IpVersion ip, MptcpHost client, MptcpHost server) {
    client.limits().set(subflows(1), addAddrAccepted(1));
    server.endpoints().add(endpoint(ip.server(2)).signal());
    var atServer = server.countersFromNow();

    try (var other =
            server
                .guest()
                .start(
                    "mptcp-server", "--bind", ip.server(2), "--port", String.valueOf(Flow.PORT));
        Flow flow = Flow.plan(client, server, ip.server(1)).boundServer().start()) {
      eventually(
          "a join through the other listener",
          () -> assertThat(atServer.change()).has("MPJoinSynRx", 1).has("MPJoinAckRx", 1));
      flow.awaitArrival();

      assertThat(client.sockets()).mptcp(flow.connection()).hasSubflows(1);
      assertThat(client.subflows()).established().hasPaths(ip.path(1, 1), ip.path(2, 2));
      assertThat(other.stdout()).contains("listening").doesNotContain("connected");
      flow.finish();
    }
  }
}
