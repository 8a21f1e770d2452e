// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.kernelpm;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.mptcp.Limits.subflows;
import static dev.subflow.mptcp.MptcpEvent.Type.SF_CLOSED;
import static dev.subflow.mptcp.MptcpEvent.Type.SF_ESTABLISHED;
import static dev.subflow.scenarios.support.Eventually.eventually;

import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.scenarios.support.Flow;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A client with a {@code subflow} endpoint joins from it, as far as both ends allow. */
@Tag("quick")
@SubflowTest
@UsesTopology(TwoPaths.class)
@Rfc8684("3.2")
class SubflowEndpoint {
  @ParameterizedTest
  @EnumSource
  void clientJoinsFromIt(IpVersion ip, MptcpHost client, MptcpHost server) {
    server.limits().set(subflows(1));
    client.limits().set(subflows(1));
    client.endpoints().add(endpoint(ip.client(2)).id(7).dev("eth2").subflow());
    var atClient = client.countersFromNow();
    var atServer = server.countersFromNow();

    try (var events = client.monitor();
        Flow flow = Flow.brief(client, server, ip.server(1))) {
      assertThat(events.await(SF_ESTABLISHED).localId()).hasValue(7);
      eventually(
          "the server's end of the join",
          () -> assertThat(atServer.change()).has("MPJoinSynRx", 1).has("MPJoinAckRx", 1));
      flow.awaitArrival();

      assertThat(atClient.change()).has("MPJoinSynTx", 1).has("MPJoinSynAckRx", 1);
      assertThat(client.sockets()).mptcp(flow.connection()).hasSubflows(1).isNotFallback();
      assertThat(server.sockets()).mptcp(flow.connection().reversed()).hasSubflows(1);
      assertThat(client.subflows()).established().hasPaths(ip.path(1, 1), ip.path(2, 1));
      assertThat(client.subflows()).tcp(ip.between(2, 1)).isJoin().isBoundTo("eth2");
      flow.finish();
    }
  }

  @Test
  void serverAtItsLimitResetsTheJoin(MptcpHost client, MptcpHost server) {
    server.limits().set(subflows(0));
    client.limits().set(subflows(1));
    client.endpoints().add(endpoint(IpVersion.IPV4.client(2)).dev("eth2").subflow());
    var atClient = client.countersFromNow();
    var atServer = server.countersFromNow();

    try (var events = client.monitor();
        Flow flow = Flow.brief(client, server, IpVersion.IPV4.server(1))) {
      // The client sees the join established, until the server's reset comes.
      events.await(SF_ESTABLISHED);
      events.await(SF_CLOSED);
      flow.awaitArrival();

      assertThat(atClient.change()).has("MPJoinSynAckRx", 1);
      assertThat(atServer.change())
          .has("MPJoinSynRx", 1)
          .has("MPJoinAckRx", 0)
          .hasIfKnown("MPJoinRejected", 1);
      eventually(
          "the client gives the subflow up",
          () ->
              assertThat(client.sockets()).mptcp(flow.connection()).hasSubflows(0).isNotFallback());
      assertThat(server.sockets()).mptcp(flow.connection().reversed()).hasSubflows(0);
      flow.finish();
    }
  }
}
