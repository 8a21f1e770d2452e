// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.kernelpm;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.mptcp.Limits.addAddrAccepted;
import static dev.subflow.mptcp.Limits.subflows;
import static dev.subflow.mptcp.MptcpEvent.Type.ANNOUNCED;
import static dev.subflow.scenarios.support.Eventually.eventually;

import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.mptcp.SocketEnd;
import dev.subflow.scenarios.support.Conversation;
import dev.subflow.scenarios.support.Flow;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server with a {@code signal} endpoint announces it; the client echoes, and joins if it may. */
@SubflowTest
@UsesTopology(TwoPaths.class)
@Rfc8684({"3.2", "3.4.1"})
class AnnouncedAddress {
  @Tag("quick")
  @ParameterizedTest
  @EnumSource
  void clientJoinsToIt(IpVersion ip, MptcpHost client, MptcpHost server) {
    client.limits().set(subflows(1), addAddrAccepted(1));
    server.endpoints().add(endpoint(ip.server(2)).id(5).signal());
    var atClient = client.countersFromNow();
    var atServer = server.countersFromNow();

    try (var events = client.monitor();
        Flow flow = Flow.brief(client, server, ip.server(1))) {
      var announced = events.await(ANNOUNCED);
      assertThat(announced.remoteId()).hasValue(5);
      assertThat(announced.destination()).contains(SocketEnd.of(ip.server(2), Flow.PORT));
      eventually(
          "a subflow to the announced address",
          () -> assertThat(client.subflows()).established().hasPaths(ip.path(1, 1), ip.path(2, 2)));
      eventually(
          "the echo",
          () ->
              assertThat(atServer.change())
                  .hasAtLeast("AddAddrTx", 1)
                  .hasAtLeast("EchoAdd", 1)
                  .has("MPJoinAckRx", 1));
      flow.awaitArrival();

      assertThat(atClient.change()).hasAtLeast("AddAddr", 1).has("MPJoinSynTx", 1);
      assertThat(client.sockets())
          .mptcp(flow.connection())
          .hasSubflows(1)
          .hasAddAddrAccepted(1)
          .hasAddAddrSignal(0);
      assertThat(server.sockets())
          .mptcp(flow.connection().reversed())
          .hasSubflows(1)
          .hasAddAddrSignal(1)
          .hasAddAddrAccepted(0);
      flow.finish();
    }
  }

  @ParameterizedTest
  @EnumSource
  void echoIsAllThatDefaultLimitsAllow(IpVersion ip, MptcpHost client, MptcpHost server) {
    assertThat(client.limits().get()).hasSubflows(2).hasAddAddrAccepted(0);
    server.endpoints().add(endpoint(ip.server(2)).signal());
    var atClient = client.countersFromNow();
    var atServer = server.countersFromNow();

    try (Flow flow = Flow.brief(client, server, ip.server(1))) {
      eventually(
          "the echo",
          () -> assertThat(atServer.change()).hasAtLeast("AddAddrTx", 1).hasAtLeast("EchoAdd", 1));
      flow.awaitArrival();

      assertThat(atClient.change()).hasAtLeast("EchoAddTx", 1).hasZero("MPJoinSynTx");
      assertThat(client.sockets()).mptcp(flow.connection()).hasSubflows(0).hasAddAddrAccepted(0);
      assertThat(server.sockets()).mptcp(flow.connection().reversed()).hasAddAddrSignal(1);
      flow.finish();
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneBeyondTheLimitIsOnlyEchoed(IpVersion ip, MptcpHost client, MptcpHost server) {
    client.limits().set(subflows(3), addAddrAccepted(1));
    server.endpoints().add(endpoint(ip.server(2)).id(5).signal());
    String third = ip == IpVersion.IPV4 ? "10.0.2.3" : "fd00:2::3";
    String prefix = ip == IpVersion.IPV4 ? "/24" : "/64";
    server.guest().succeed("ip", "address", "add", third + prefix, "dev", "eth2", "nodad");
    var atClient = client.countersFromNow();
    var atServer = server.countersFromNow();

    try (Conversation talk = Conversation.start(client, server, ip.server(1))) {
      eventually("the join", () -> assertThat(atServer.change()).has("MPJoinAckRx", 1));
      eventually(
          "the accepted address",
          () -> assertThat(client.sockets()).mptcp(talk.connection()).hasAddAddrAccepted(1));

      server.endpoints().add(endpoint(third).id(6).signal());
      eventually("its echo", () -> assertThat(atServer.change()).has("EchoAdd", 2));
      talk.exchange();
      talk.exchange();

      assertThat(atClient.change()).has("MPJoinSynTx", 1).has("EchoAddTx", 2);
      assertThat(client.sockets()).mptcp(talk.connection()).hasSubflows(1).hasAddAddrAccepted(1);
    }
  }

  @Test
  void thoseThatNobodyReachesDoNoHarm(MptcpHost client, MptcpHost server) {
    client.limits().set(subflows(3), addAddrAccepted(3));
    server.endpoints().add(endpoint("10.9.9.9").signal()); // the client has no route to it
    server.endpoints().add(endpoint("10.0.2.99").signal()); // nobody has it
    server.endpoints().add(endpoint("10.0.2.2").signal());
    var atServer = server.countersFromNow();

    try (Flow flow = Flow.brief(client, server, "10.0.1.2")) {
      eventually(
          "a subflow to the one that the server has",
          () ->
              assertThat(client.subflows())
                  .established()
                  .hasPaths("10.0.1.1 10.0.1.2", "10.0.2.1 10.0.2.2"));
      flow.awaitArrival();

      eventually(
          "an echo of each",
          () -> assertThat(atServer.change()).hasAtLeast("EchoAdd", 3).has("MPJoinAckRx", 1));
      assertThat(server.sockets())
          .mptcp(flow.connection().reversed())
          .isEstablished()
          .hasAddAddrSignal(3)
          .hasSubflows(1);
      flow.finish();
    }
  }

  /** Here the client announces one address and joins from another, which it then takes back. */
  @ParameterizedTest
  @EnumSource
  void staysAcceptedWhenAnotherAddressGoes(IpVersion ip, MptcpHost client, MptcpHost server) {
    String nobodys = ip == IpVersion.IPV4 ? "10.0.2.99" : "fd00:2::99";
    server.limits().set(subflows(2), addAddrAccepted(1));
    client.endpoints().add(endpoint(nobodys).id(6).signal());
    client.endpoints().add(endpoint(ip.client(2)).id(7).dev("eth2").subflow());
    var atServer = server.countersFromNow();

    try (Conversation talk = Conversation.start(client, server, ip.server(1))) {
      var serverSide = talk.connection().reversed();
      eventually("the join", () -> assertThat(atServer.change()).has("MPJoinAckRx", 1));
      eventually(
          "the announced address",
          () -> assertThat(server.sockets()).mptcp(serverSide).hasAddAddrAccepted(1));

      client.endpoints().delete(7);
      eventually("the removal", () -> assertThat(atServer.change()).has("RmAddr", 1));
      eventually(
          "the end of the join",
          () -> assertThat(server.subflows()).established().hasPaths(ip.path(1, 1)));
      assertThat(server.sockets()).mptcp(serverSide).hasAddAddrAccepted(1);
      talk.exchange();
    }
  }
}
