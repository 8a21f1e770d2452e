// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.userspacepm;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.mptcp.MptcpEvent.Type.REMOVED;
import static dev.subflow.mptcp.MptcpEvent.Type.SF_PRIO;
import static dev.subflow.packet.Packets.mpJoinSyn;
import static dev.subflow.packet.Packets.mpJoinSynAck;
import static dev.subflow.packet.Packets.removeAddr;
import static dev.subflow.scenarios.support.Eventually.awaitPaths;
import static dev.subflow.scenarios.support.Eventually.eventually;

import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.mptcp.Connection;
import dev.subflow.mptcp.PathManager;
import dev.subflow.mptcp.SocketEnd;
import dev.subflow.mptcp.TcpSocket;
import dev.subflow.scenarios.support.Conversation;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.scenarios.support.SocketPuppet;
import dev.subflow.scenarios.support.Wires;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import dev.subflow.wire.LiveWire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a daemon says of addresses is taken at its word: id 0, mapped addresses, backup. */
@SubflowTest
@UsesTopology(TwoPaths.class)
class OrdersAboutAddresses {
  private static final int ID = 23;

  @ParameterizedTest
  @EnumSource
  @Rfc8684({"3.2", "3.4.2"})
  void initialAddressGoesAndComesBack(
      IpVersion ip, MptcpHost client, MptcpHost server, LiveWire path1, LiveWire path2) {
    client.sysctls().setPathManager(PathManager.USERSPACE);
    try (var theirs = server.monitor();
        Conversation talk = startReady(ip, client, server)) {
      var orders = client.orders(talk.connection());
      orders.create(endpoint(ip.client(2)).id(ID).dev("eth2"), end(ip.server(1)));
      awaitPaths(client, ip.path(1, 1), ip.path(2, 1));

      orders.remove(0);
      assertThat(theirs.await(REMOVED).remoteId()).hasValue(0);
      awaitPaths(client, ip.path(2, 1));
      talk.exchange();

      orders.create(endpoint(ip.client(1)).id(0).dev("eth1"), end(ip.server(1)));
      awaitPaths(client, ip.path(1, 1), ip.path(2, 1));
      talk.exchange();
    }
    assertThat(path1)
        .ignoringRetransmissions()
        .containsExactly(1, mpJoinSyn().from(ip.client(1)).addressId(0));
    assertThat(Wires.trace(path1, path2))
        .containsExactly(1, removeAddr())
        .containsExactly(1, removeAddr(0).sentBy("client"));
  }

  @ParameterizedTest
  @EnumSource
  @Rfc8684("3.2")
  void idZeroStaysForAnyAddress(IpVersion ip, MptcpHost client, MptcpHost server, LiveWire path2) {
    client.sysctls().setPathManager(PathManager.USERSPACE);
    try (Conversation talk = startReady(ip, client, server)) {
      client
          .orders(talk.connection())
          .create(endpoint(ip.client(2)).id(0).dev("eth2"), end(ip.server(1)));
      awaitPaths(client, ip.path(1, 1), ip.path(2, 1));
      assertThat(client.sockets()).mptcp(talk.connection()).hasSubflows(1);
      talk.exchange();
    }
    assertThat(path2)
        .ignoringRetransmissions()
        .containsExactly(1, mpJoinSyn().from(ip.client(2)).addressId(0));
  }

  /** A server's socket of both IP versions has the addresses of its IPv4 subflows mapped. */
  @Test
  void eitherEndMayBeMapped(MptcpHost client, MptcpHost server) {
    IpVersion ip = IpVersion.IPV4;
    client.sysctls().setPathManager(PathManager.USERSPACE);
    server.sysctls().setPathManager(PathManager.USERSPACE);
    try (var daemon = server.monitor();
        Conversation talk = startReady(ip, client, server)) {
      assertThat(daemon.events().unrecognised()).isEmpty();
      for (boolean localIsMapped : new boolean[] {true, false}) {
        client
            .orders(talk.connection())
            .create(endpoint(ip.client(2)).id(ID).dev("eth2"), end(ip.server(1)));
        awaitPaths(server, ip.path(1, 1), ip.path(2, 1));
        TcpSocket subflow = only(server, ip.between(2, 1));
        int port = subflow.peer().port().orElseThrow();

        server
            .orders(talk.connection().reversed())
            .destroy(
                end((localIsMapped ? "::ffff:" : "") + ip.server(1)),
                SocketEnd.of((localIsMapped ? "" : "::ffff:") + ip.client(2), port));
        awaitPaths(server, ip.path(1, 1));
        eventually(
            "nothing left at the client",
            () -> assertThat(client.sockets()).mptcp(talk.connection()).hasSubflows(0));
        talk.exchange();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @Rfc8684({"3.2", "3.3.8"})
  void backupStaysWithTheAddress(
      IpVersion ip, MptcpHost client, MptcpHost server, LiveWire path1, LiveWire path2) {
    client.sysctls().setPathManager(PathManager.USERSPACE);
    server.sysctls().setPathManager(PathManager.USERSPACE);
    try (var ours = client.monitor();
        var theirs = server.monitor();
        Conversation talk = startReady(ip, client, server)) {
      assertThat(theirs.events().unrecognised()).isEmpty();
      var orders = client.orders(talk.connection());
      var ofServer = server.orders(talk.connection().reversed());
      ofServer.announce(endpoint(ip.server(2)).id(ID));
      orders.create(endpoint(ip.client(2)).id(1).dev("eth2"), end(ip.server(2)));
      awaitPaths(server, ip.path(1, 1), ip.path(2, 2));

      ofServer.setBackup(only(server, ip.between(2, 2)), true);
      assertThat(ours.await(SF_PRIO).backup()).contains(true);

      orders.create(endpoint(ip.client(1)).id(0).dev("eth1"), end(ip.server(2)));
      awaitPaths(client, ip.path(1, 1), ip.path(1, 2), ip.path(2, 2));
      assertThat(client.subflows()).tcp(ip.between(1, 2)).isBackupOfPeerOnly();
      talk.exchange();
    }
    assertThat(path2).contains(mpJoinSynAck().notBackup().from(ip.server(2)).to(ip.client(2)));
    assertThat(Wires.trace(path1, path2))
        .contains(mpJoinSynAck().backup().from(ip.server(2)).to(ip.client(1)));
  }

  /** Orders that come before the first data has been acknowledged are too early. */
  private static Conversation startReady(IpVersion ip, MptcpHost client, MptcpHost server) {
    Conversation talk = Conversation.start(client, server, ip.server(1));
    talk.exchange();
    return talk;
  }

  private static SocketEnd end(String address) {
    return SocketEnd.of(address, SocketPuppet.PORT);
  }

  private static TcpSocket only(MptcpHost host, Connection connection) {
    return host.subflows().sockets().stream()
        .filter(s -> s.isOf(connection))
        .findFirst()
        .orElseThrow();
  }
}
