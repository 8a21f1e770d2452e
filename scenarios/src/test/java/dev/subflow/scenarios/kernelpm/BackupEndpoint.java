// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.kernelpm;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointChange.BACKUP;
import static dev.subflow.mptcp.EndpointChange.NOBACKUP;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.mptcp.Limits.addAddrAccepted;
import static dev.subflow.mptcp.Limits.subflows;
import static dev.subflow.mptcp.MptcpEvent.Type.SF_PRIO;
import static dev.subflow.packet.Packets.mpJoinSyn;
import static dev.subflow.packet.Packets.mpJoinSynAck;
import static dev.subflow.packet.Packets.payload;
import static dev.subflow.scenarios.support.Eventually.eventually;

import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.mptcp.EndpointSpec;
import dev.subflow.scenarios.support.Conversation;
import dev.subflow.scenarios.support.Flow;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import dev.subflow.wire.LiveWire;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A backup endpoint: its subflow waits for the others to fail, and its priority can change. */
@SubflowTest
@UsesTopology(TwoPaths.class)
class BackupEndpoint {
  private static final int ID = 4;

  @ParameterizedTest
  @EnumSource
  @Rfc8684({"3.2", "3.3.8"})
  void carriesNothingWhileAnotherPathLives(IpVersion ip, MptcpHost client, MptcpHost server) {
    long payload = 4 << 20;
    for (String nic : List.of("eth1", "eth2")) {
      // Slow enough for a sender with two paths to fill both.
      client
          .guest()
          .succeed(
              "tc", "qdisc", "add", "dev", nic, "root", "netem", "rate", "20mbit", "limit", "200");
    }
    client.endpoints().add(endpoint(ip.client(2)).dev("eth2").subflow().backup());
    var atClient = client.countersFromNow();
    var atServer = server.countersFromNow();

    try (Flow flow = Flow.start(client, server, ip.server(1), payload)) {
      eventually(
          "a join that says backup",
          () -> assertThat(atServer.change()).has("MPJoinSynBackupRx", 1).has("MPJoinAckRx", 1));
      flow.awaitArrival();

      assertThat(client.subflows()).tcp(ip.between(2, 1)).isBackup().carriedAtMost(payload / 20);
      assertThat(client.subflows()).tcp(ip.between(1, 1)).isNotBackup().carriedAtLeast(payload / 2);
      // The server did not ask for it.
      assertThat(atClient.change()).hasZero("MPJoinSynAckBackupRx");
      flow.finish();
    }
  }

  @Tag("quick")
  @ParameterizedTest
  @EnumSource
  @Rfc8684("3.3.8")
  void changeTellsThePeer(IpVersion ip, MptcpHost client, MptcpHost server) {
    client.endpoints().add(endpoint(ip.client(2)).id(ID).dev("eth2").subflow());
    var atClient = client.countersFromNow();
    var atServer = server.countersFromNow();

    try (var events = server.monitor();
        Flow flow = Flow.brief(client, server, ip.server(1))) {
      eventually("the join", () -> assertThat(atServer.change()).has("MPJoinAckRx", 1));
      flow.awaitArrival();
      assertThat(server.subflows()).tcp(ip.between(2, 1)).isNotBackup();

      client.endpoints().change(ID, BACKUP);
      var toBackup = events.await(SF_PRIO);
      assertThat(toBackup.backup()).contains(true);
      assertThat(toBackup.remoteId()).hasValue(ID);
      assertThat(atClient.change()).has("MPPrioTx", 1);
      assertThat(atServer.change()).has("MPPrioRx", 1);
      assertThat(client.subflows()).tcp(ip.between(2, 1)).isBackupOfThisSideOnly();
      assertThat(server.subflows()).tcp(ip.between(2, 1)).isBackupOfPeerOnly();

      client.endpoints().change(ID, NOBACKUP);
      events.await("the way back", e -> e.type() == SF_PRIO && e.backup().orElse(true) == false);
      assertThat(atServer.change()).has("MPPrioRx", 2);
      assertThat(client.subflows()).tcp(ip.between(2, 1)).isNotBackup();
      assertThat(server.subflows()).tcp(ip.between(2, 1)).isNotBackup();
      flow.finish();
    }
  }

  /** The server asks for it, and the client's own endpoints say nothing of backup. */
  @Tag("quick")
  @ParameterizedTest
  @EnumSource
  @Rfc8684({"3.2", "3.4.1"})
  void announcedOneIsJoinedAsBackup(
      IpVersion ip, MptcpHost client, MptcpHost server, LiveWire path2) {
    client.limits().set(subflows(1), addAddrAccepted(1));
    server.endpoints().add(endpoint(ip.server(2)).id(ID).signal().backup());
    var atClient = client.countersFromNow();
    var atServer = server.countersFromNow();

    try (Conversation talk = Conversation.start(client, server, ip.server(1))) {
      eventually("the join", () -> assertThat(atServer.change()).has("MPJoinAckRx", 1));
      talk.exchange();

      assertThat(client.subflows()).tcp(ip.between(2, 2)).isBackupOfPeerOnly();
      assertThat(client.subflows()).tcp(ip.between(1, 1)).isNotBackup();
      assertThat(server.subflows()).tcp(ip.between(2, 2)).isBackupOfThisSideOnly();
      assertThat(server.subflows()).tcp(ip.between(1, 1)).isNotBackup();
      assertThat(atClient.change()).has("MPJoinSynAckBackupRx", 1);
      assertThat(atServer.change()).hasZero("MPJoinSynBackupRx", "MPPrioTx");
    }
    assertThat(path2)
        .ignoringRetransmissions()
        .containsExactly(1, mpJoinSyn().notBackup().sentBy("client"))
        .containsExactly(1, mpJoinSynAck().backup().sentBy("server").addressId(ID))
        .doesNotContain(payload());
  }

  /** A change made before there is a connection holds for the next one. */
  @ParameterizedTest
  @EnumSource
  @Rfc8684("3.2")
  void changesWithoutAConnection(IpVersion ip, MptcpHost client, MptcpHost server, LiveWire path2) {
    EndpointSpec second = endpoint(ip.client(2)).id(ID).dev("eth2").subflow();
    client.endpoints().add(second);
    var atServer = server.countersFromNow();

    client.endpoints().change(ID, BACKUP);
    assertThat(client.endpoints().list()).containsExactly(second.backup());
    try (Conversation talk = Conversation.start(client, server, ip.server(1))) {
      eventually("the join", () -> assertThat(atServer.change()).has("MPJoinAckRx", 1));
      assertThat(server.subflows()).tcp(ip.between(2, 1)).isBackup();
      talk.exchange();
    }

    client.endpoints().change(ID, NOBACKUP);
    assertThat(client.endpoints().list()).containsExactly(second);
    try (Conversation talk = Conversation.start(client, server, ip.server(1))) {
      eventually("the next join", () -> assertThat(atServer.change()).has("MPJoinAckRx", 2));
      assertThat(atServer.change()).has("MPJoinSynBackupRx", 1).hasZero("MPPrioRx");
      talk.exchange();
    }
    assertThat(path2).containsInOrder(mpJoinSyn().backup(), mpJoinSyn().notBackup());
  }
}
