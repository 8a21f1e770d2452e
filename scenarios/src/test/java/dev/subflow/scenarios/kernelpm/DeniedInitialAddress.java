// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.kernelpm;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.mptcp.Limits.addAddrAccepted;
import static dev.subflow.mptcp.Limits.subflows;
import static dev.subflow.mptcp.MptcpEvent.Type.CREATED;
import static dev.subflow.packet.Packets.mpJoinSyn;
import static dev.subflow.scenarios.support.Eventually.eventually;

import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.scenarios.support.Conversation;
import dev.subflow.scenarios.support.Flow;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.scenarios.support.Wires;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import dev.subflow.wire.LiveWire;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A server that denies joins to its initial address, the C flag of MP_CAPABLE: clients join to
 * announced addresses instead.
 */
@SubflowTest
@UsesTopology(TwoPaths.class)
@Rfc8684({"3.1", "3.2"})
class DeniedInitialAddress {
  private static final String ALLOW = "net.mptcp.allow_join_initial_addr_port";

  @ParameterizedTest
  @EnumSource
  void clientJoinsToAnnouncedAddressesOnly(IpVersion ip, MptcpHost client, MptcpHost server) {
    client.limits().set(addAddrAccepted(1));
    joinsOnlyTo(ip, client, server);
  }

  /** As the subflow endpoint has no other use, one announced address is accepted for it. */
  @ParameterizedTest
  @EnumSource
  void defaultLimitsDoForOneAnnouncedAddress(IpVersion ip, MptcpHost client, MptcpHost server) {
    assertThat(client.limits().get()).hasAddAddrAccepted(0);
    joinsOnlyTo(ip, client, server);
  }

  /** The flag counts for both: a server does not join to the first address of such a client. */
  @ParameterizedTest
  @EnumSource
  void serverJoinsNotToTheClients(
      IpVersion ip, MptcpHost client, MptcpHost server, LiveWire path1, LiveWire path2) {
    client.sysctls().set(ALLOW, 0);
    server.endpoints().add(endpoint(ip.server(2)).dev("eth2").signal().subflow());
    var atServer = server.countersFromNow();

    try (Conversation talk = Conversation.start(client, server, ip.server(1))) {
      eventually("the echo", () -> assertThat(atServer.change()).hasAtLeast("EchoAdd", 1));
      talk.exchange();
    }
    assertThat(Wires.trace(path1, path2)).doesNotContain(mpJoinSyn().sentBy("server"));
  }

  private static void joinsOnlyTo(IpVersion ip, MptcpHost client, MptcpHost server) {
    server.sysctls().set(ALLOW, 0);
    client.limits().set(subflows(2));
    client.endpoints().add(endpoint(ip.client(2)).dev("eth2").subflow());
    server.endpoints().add(endpoint(ip.server(2)).signal());
    var atClient = client.countersFromNow();
    var atServer = server.countersFromNow();

    try (var events = client.monitor();
        Flow flow = Flow.brief(client, server, ip.server(1))) {
      assertThat(events.await(CREATED).deniesJoinToInitialAddress()).isTrue();
      eventually(
          "a subflow to the announced address",
          () -> assertThat(client.subflows()).established().hasPaths(ip.path(1, 1), ip.path(2, 2)));
      eventually(
          "the server's end of the join",
          () -> assertThat(atServer.change()).has("MPJoinAckRx", 1).hasAtLeast("EchoAdd", 1));
      flow.awaitArrival();

      assertThat(atClient.change()).has("MPJoinSynTx", 1);
      assertThat(client.sockets()).mptcp(flow.connection()).hasSubflows(1);
      flow.finish();
    }
  }
}
