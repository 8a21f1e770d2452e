// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.kernelpm;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.mptcp.Limits.addAddrAccepted;
import static dev.subflow.mptcp.Limits.subflows;
import static dev.subflow.mptcp.MptcpEvent.Type.REMOVED;
import static dev.subflow.mptcp.MptcpEvent.Type.SF_CLOSED;
import static dev.subflow.packet.Packets.removeAddr;
import static dev.subflow.scenarios.support.Eventually.awaitPaths;
import static dev.subflow.scenarios.support.Eventually.eventually;

import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.scenarios.support.Conversation;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.scenarios.support.SocketDemo;
import dev.subflow.scenarios.support.SocketPuppet;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import dev.subflow.wire.LiveWire;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Addresses that go away take their subflows along and nothing else: data keeps flowing. */
@SubflowTest
@UsesTopology(TwoPaths.class)
@Rfc8684("3.4.2")
class RemovedAddress {
  private static final Duration ANSWER = Duration.ofMillis(100);
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Tag("quick")
  @ParameterizedTest
  @EnumSource
  void endpointTakesItsSubflowAlong(IpVersion ip, MptcpHost client, MptcpHost server) {
    client.endpoints().add(endpoint(ip.client(2)).id(7).dev("eth2").subflow());
    var atClient = client.countersFromNow();
    var atServer = server.countersFromNow();

    try (var events = server.monitor();
        SocketDemo demo = SocketDemo.start(server, client, ip.server(1), ANSWER)) {
      awaitPaths(client, ip.path(1, 1), ip.path(2, 1));

      client.endpoints().delete(7);

      assertThat(events.await(REMOVED).remoteId()).hasValue(7);
      events.await(SF_CLOSED);
      awaitPaths(client, ip.path(1, 1));
      demo.awaitMoreAnswers(3, LIMIT);
      assertThat(atClient.change())
          .has("RmAddrTx", 1)
          .has("RmSubflow", 1)
          .hasZero("MPRstTx", "MPRstRx");
      assertThat(atServer.change()).has("RmAddr", 1).hasZero("MPRstTx");
      assertThat(client.sockets()).mptcp(demo.connection()).isEstablished().hasSubflows(0);
      eventually(
          "the server's end goes too",
          () -> assertThat(server.sockets()).mptcp(demo.connection().reversed()).hasSubflows(0));
    }
  }

  @ParameterizedTest
  @EnumSource
  void initialSubflowGoesAndComesBack(IpVersion ip, MptcpHost client, MptcpHost server) {
    client.endpoints().add(endpoint(ip.client(2)).dev("eth2").subflow());
    var atClient = client.countersFromNow();
    var atServer = server.countersFromNow();

    try (SocketDemo demo = SocketDemo.start(server, client, ip.server(1), ANSWER)) {
      awaitPaths(client, ip.path(1, 1), ip.path(2, 1));

      client.endpoints().deleteInitial(ip.client(1));
      awaitPaths(client, ip.path(2, 1));
      demo.awaitMoreAnswers(3, LIMIT);
      assertThat(atClient.change()).has("RmAddrTx", 1).has("RmSubflow", 1);
      eventually("the server learns of it", () -> assertThat(atServer.change()).has("RmAddr", 1));

      client.endpoints().add(endpoint(ip.client(1)).dev("eth1").subflow());
      awaitPaths(client, ip.path(1, 1), ip.path(2, 1));
      eventually(
          "a join in the initial subflow's place",
          () -> assertThat(atServer.change()).has("MPJoinAckRx", 2));
      assertThat(client.subflows()).tcp(ip.between(1, 1)).isJoin();
      demo.awaitMoreAnswers(3, LIMIT);
      assertThat(client.sockets()).mptcp(demo.connection()).isEstablished().isNotFallback();
    }
  }

  @ParameterizedTest
  @EnumSource
  void serverTakesAnAnnouncedAddressBack(IpVersion ip, MptcpHost client, MptcpHost server) {
    client.limits().set(subflows(1), addAddrAccepted(1));
    server.endpoints().add(endpoint(ip.server(2)).id(5).signal());
    var atClient = client.countersFromNow();
    var atServer = server.countersFromNow();

    try (var events = client.monitor();
        SocketDemo demo = SocketDemo.start(server, client, ip.server(1), ANSWER)) {
      awaitPaths(client, ip.path(1, 1), ip.path(2, 2));

      server.endpoints().delete(5);

      assertThat(events.await(REMOVED).remoteId()).hasValue(5);
      awaitPaths(client, ip.path(1, 1));
      demo.awaitMoreAnswers(3, LIMIT);
      assertThat(atServer.change()).has("RmAddrTx", 1);
      assertThat(atClient.change()).has("RmAddr", 1);
      assertThat(server.sockets()).mptcp(demo.connection().reversed()).hasAddAddrSignal(0);
      assertThat(client.sockets()).mptcp(demo.connection()).hasSubflows(0).hasAddAddrAccepted(0);
    }
  }

  /** A subflow that ends at once is no good messenger. */
  @ParameterizedTest
  @EnumSource
  void othersTellOfIt(
      IpVersion ip, MptcpHost client, MptcpHost server, LiveWire path1, LiveWire path2) {
    client.limits().set(subflows(2), addAddrAccepted(1));
    server.endpoints().add(endpoint(ip.server(2)).id(5).signal());
    var atClient = client.countersFromNow();
    var atServer = server.countersFromNow();

    try (Conversation talk = Conversation.start(client, server, ip.server(1))) {
      awaitPaths(client, ip.path(1, 1), ip.path(2, 2));
      server.endpoints().delete(5);
      eventually("the client learns of it", () -> assertThat(atClient.change()).has("RmAddr", 1));
      awaitPaths(client, ip.path(1, 1));

      client.endpoints().add(endpoint(ip.client(2)).dev("eth2").subflow());
      awaitPaths(client, ip.path(1, 1), ip.path(2, 1));
      client.endpoints().deleteInitial(ip.client(1));
      eventually("the server learns of it", () -> assertThat(atServer.change()).has("RmAddr", 1));
      talk.exchange();
    }
    assertThat(path1)
        .containsExactly(1, removeAddr())
        .contains(removeAddr(5).from(ip.server(1)).to(ip.client(1)));
    assertThat(path2)
        .containsExactly(1, removeAddr())
        .contains(removeAddr(0).from(ip.client(2)).to(ip.server(1)));
  }

  @Tag("quick")
  @ParameterizedTest
  @EnumSource
  void flushTakesAllSubflowsAndLeavesTheLimits(IpVersion ip, MptcpHost client, MptcpHost server) {
    client.limits().set(subflows(3), addAddrAccepted(1));
    server.limits().set(subflows(3));
    server.endpoints().add(endpoint(ip.server(2)).signal());
    client.endpoints().add(endpoint(ip.client(2)).dev("eth2").subflow());
    var atClient = client.countersFromNow();

    try (SocketDemo demo = SocketDemo.start(server, client, ip.server(1), ANSWER)) {
      awaitPaths(client, ip.path(1, 1), ip.path(2, 1), ip.path(2, 2));

      client.endpoints().flush();

      awaitPaths(client, ip.path(1, 1));
      demo.awaitMoreAnswers(3, LIMIT);
      assertThat(client.endpoints().list()).isEmpty();
      assertThat(client.limits().get()).hasSubflows(3).hasAddAddrAccepted(1);
      assertThat(client.sockets()).mptcp(demo.connection()).isEstablished().hasSubflows(0);
      assertThat(atClient.change()).has("RmSubflow", 2);
    }
  }

  /** A listener has the ID of the first address too, and is no subflow. */
  @ParameterizedTest
  @EnumSource
  void listenersStay(IpVersion ip, MptcpHost client, MptcpHost server) {
    client.limits().set(subflows(1), addAddrAccepted(1));
    server.endpoints().add(endpoint(ip.server(2)).signal());
    var atServer = server.countersFromNow();

    try (SocketPuppet there = SocketPuppet.listening(server, 5);
        SocketPuppet here = SocketPuppet.on(client)) {
      here.meet(there, ip.server(1));
      awaitPaths(client, ip.path(1, 1), ip.path(2, 2));
      server.endpoints().deleteInitial(ip.server(1));
      awaitPaths(client, ip.path(2, 2));
      server.endpoints().flush();

      here.connect(2, ip.server(1));
      there.ask("2 accept 0");
      here.ask("2 send write 1000");
      assertThat(there.ask("2 recv read 1000").path("bytes").asInt()).isEqualTo(1000);
      assertThat(atServer.change()).has("MPCapableACKRX", 2);
    }
  }
}
