// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.handshake;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
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

/** A server that keeps nothing of a SYN, but a cookie in its answer, still speaks MPTCP. */
@SubflowTest
@UsesTopology(TwoPaths.class)
@Rfc8684({"3.1", "3.2"})
class SynCookies {
  @ParameterizedTest
  @EnumSource
  void connectionAndJoinSucceed(IpVersion ip, MptcpHost client, MptcpHost server) {
    server.sysctls().set("net.ipv4.tcp_syncookies", 2); // always, not only in need
    client.endpoints().add(endpoint(ip.client(2)).dev("eth2").subflow());
    var atClient = client.countersFromNow();
    var atServer = server.countersFromNow();

    try (Flow flow = Flow.brief(client, server, ip.server(1))) {
      eventually(
          "the join",
          () -> assertThat(atServer.change()).has("MPJoinSynRx", 1).has("MPJoinAckRx", 1));
      flow.awaitArrival();

      assertThat(atServer.change())
          .hasAtLeast("TcpExtSyncookiesSent", 2)
          .has("TcpExtSyncookiesRecv", 2)
          .hasZero("TcpExtSyncookiesFailed", "MPCapableFallbackACK", "MPJoinAckHMacFailure")
          .has("MPCapableACKRX", 1);
      assertThat(atClient.change()).has("MPCapableSYNACKRX", 1).has("MPJoinSynAckRx", 1);
      assertThat(client.sockets()).mptcp(flow.connection()).hasSubflows(1).isNotFallback();
      assertThat(server.sockets()).mptcp(flow.connection().reversed()).hasSubflows(1);
      assertThat(client.subflows()).established().hasPaths(ip.path(1, 1), ip.path(2, 1));
      flow.finish();
    }
  }
}
