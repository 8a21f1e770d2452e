// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.kernelpm;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointChange.BACKUP;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.mptcp.Limits.addAddrAccepted;
import static dev.subflow.mptcp.Limits.subflows;
import static dev.subflow.packet.Packets.addAddr;
import static dev.subflow.packet.Packets.mpJoinSyn;
import static dev.subflow.packet.Packets.mpPrio;
import static dev.subflow.packet.Packets.removeAddr;
import static dev.subflow.scenarios.support.Eventually.awaitPaths;
import static dev.subflow.scenarios.support.Eventually.eventually;

import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.mptcp.EndpointSpec;
import dev.subflow.scenarios.support.Conversation;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.scenarios.support.Wires;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import dev.subflow.wire.LiveWire;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An endpoint with the address of the initial subflow: whatever its own id is, the peer knows the
 * address by id 0, also when the endpoint goes and comes back.
 */
@SubflowTest
@UsesTopology(TwoPaths.class)
class InitialAddress {
  private static final int TIMES = 3;

  @ParameterizedTest
  @EnumSource
  @Rfc8684({"3.2", "3.4.2"})
  void clientTakesItAwayAndBack(
      IpVersion ip, MptcpHost client, MptcpHost server, LiveWire path1, LiveWire path2) {
    int id = 11;
    EndpointSpec initial = endpoint(ip.client(1)).id(id).dev("eth1").subflow();
    client.endpoints().add(initial);
    client.endpoints().add(endpoint(ip.client(2)).dev("eth2").subflow());
    var atClient = client.countersFromNow();
    var atServer = server.countersFromNow();

    try (Conversation talk = Conversation.start(client, server, ip.server(1))) {
      awaitPaths(client, ip.path(1, 1), ip.path(2, 1));
      for (int time = 1; time <= TIMES; time++) {
        int joins = 1 + time;
        client.endpoints().delete(id);
        awaitPaths(client, ip.path(2, 1));
        talk.exchange();

        client.endpoints().add(initial);
        awaitPaths(client, ip.path(1, 1), ip.path(2, 1));
        eventually(
            "the server's end of it",
            () -> assertThat(atServer.change()).has("MPJoinAckRx", joins));
        assertThat(client.sockets()).mptcp(talk.connection()).hasSubflows(2);
        talk.exchange();
      }
      // What was closed before is not closed again.
      assertThat(atClient.change()).has("RmAddrTx", TIMES).has("RmSubflow", TIMES);
      assertThat(atServer.change()).has("RmAddr", TIMES);
    }
    assertThat(path1)
        .ignoringRetransmissions()
        .containsExactly(TIMES, mpJoinSyn().from(ip.client(1)))
        .containsExactly(TIMES, mpJoinSyn().from(ip.client(1)).addressId(0));
    assertThat(Wires.trace(path1, path2))
        .containsExactly(TIMES, removeAddr())
        .containsExactly(TIMES, removeAddr(0).sentBy("client"));
  }

  /**
   * The subflow that the connection began with is over, so the one that took its place is meant.
   */
  @ParameterizedTest
  @EnumSource
  @Rfc8684("3.3.8")
  void itsNewSubflowBecomesBackup(
      IpVersion ip, MptcpHost client, MptcpHost server, LiveWire path1) {
    EndpointSpec initial = endpoint(ip.client(1)).id(11).dev("eth1").subflow();
    client.endpoints().add(initial);
    client.endpoints().add(endpoint(ip.client(2)).dev("eth2").subflow());
    var atServer = server.countersFromNow();

    try (Conversation talk = Conversation.start(client, server, ip.server(1))) {
      awaitPaths(client, ip.path(1, 1), ip.path(2, 1));
      client.endpoints().delete(11);
      awaitPaths(client, ip.path(2, 1));
      client.endpoints().add(initial);
      // An MP_PRIO before the server has acknowledged the join never leaves.
      eventually(
          "the acknowledged join",
          () ->
              assertThat(client.subflows())
                  .established()
                  .tcp(ip.between(1, 1))
                  .isFullyEstablished());

      client.endpoints().change(11, BACKUP);
      eventually("the change", () -> assertThat(atServer.change()).has("MPPrioRx", 1));
      assertThat(server.subflows()).tcp(ip.between(1, 1)).isBackupOfPeerOnly();
      talk.exchange();
    }
    assertThat(path1).containsExactly(1, mpPrio().backup().from(ip.client(1)));
  }

  @ParameterizedTest
  @EnumSource
  @Rfc8684({"3.4.1", "3.4.2"})
  void serverAnnouncesItByAnotherEndpoint(
      IpVersion ip, MptcpHost client, MptcpHost server, LiveWire path1, LiveWire path2) {
    announceAnew(List.of(21, 22, 23), ip, client, server, path1, path2);
  }

  @ParameterizedTest
  @EnumSource
  @Rfc8684({"3.4.1", "3.4.2"})
  void serverAnnouncesItByTheSameEndpoint(
      IpVersion ip, MptcpHost client, MptcpHost server, LiveWire path1, LiveWire path2) {
    announceAnew(List.of(21, 21, 21), ip, client, server, path1, path2);
  }

  /** It is not a new address: the client takes it though it has accepted all that it may. */
  private static void announceAnew(
      List<Integer> ids,
      IpVersion ip,
      MptcpHost client,
      MptcpHost server,
      LiveWire path1,
      LiveWire path2) {
    client.limits().set(subflows(3), addAddrAccepted(1));
    server.endpoints().add(endpoint(ip.server(1)).id(ids.get(0)).signal());
    server.endpoints().add(endpoint(ip.server(2)).id(5).signal());
    var atServer = server.countersFromNow();

    int times = ids.size() - 1;
    try (Conversation talk = Conversation.start(client, server, ip.server(1))) {
      awaitPaths(client, ip.path(1, 1), ip.path(2, 2));
      // What the connection began with is not announced.
      assertThat(server.sockets()).mptcp(talk.connection().reversed()).hasAddAddrSignal(1);
      for (int time = 1; time <= times; time++) {
        int joins = 1 + time;
        server.endpoints().delete(ids.get(time - 1));
        awaitPaths(client, ip.path(2, 2));
        talk.exchange();

        server.endpoints().add(endpoint(ip.server(1)).id(ids.get(time)).signal());
        awaitPaths(client, ip.path(1, 1), ip.path(2, 2));
        eventually(
            "the server's end of it",
            () -> assertThat(atServer.change()).has("MPJoinAckRx", joins));
        assertThat(server.sockets()).mptcp(talk.connection().reversed()).hasAddAddrSignal(2);
        assertThat(client.sockets()).mptcp(talk.connection()).hasSubflows(2).hasAddAddrAccepted(1);
        talk.exchange();
      }
      assertThat(atServer.change()).has("RmAddrTx", times);
    }
    assertThat(path2)
        .containsAtLeast(
            times, addAddr().addressId(0).address(ip.server(1)).notEcho().sentBy("server"));
    assertThat(Wires.trace(path1, path2))
        .containsExactly(times, removeAddr())
        .containsExactly(times, removeAddr(0).sentBy("server"))
        .doesNotContain(
            addAddr().having("neither 0 nor 5", o -> o.addressId() != 0 && o.addressId() != 5));
  }
}
