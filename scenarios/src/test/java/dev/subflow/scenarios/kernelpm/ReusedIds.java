// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.kernelpm;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.mptcp.Limits.addAddrAccepted;
import static dev.subflow.mptcp.Limits.subflows;
import static dev.subflow.mptcp.MptcpEvent.Type.ANNOUNCED;
import static dev.subflow.packet.Packets.mpJoinSyn;
import static dev.subflow.scenarios.support.Eventually.awaitPaths;
import static dev.subflow.scenarios.support.Eventually.eventually;
import static dev.subflow.wire.middlebox.Middleboxes.reset;

import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.mptcp.EndpointSpec;
import dev.subflow.mptcp.SocketEnd;
import dev.subflow.scenarios.support.Conversation;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.scenarios.support.SocketPuppet;
import dev.subflow.stack.EventMonitor;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import dev.subflow.wire.LiveWire;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The id of an endpoint that no subflow ever used is free again when the endpoint is gone. */
@SubflowTest
@UsesTopology(TwoPaths.class)
class ReusedIds {
  private static final int ID = 8;

  @ParameterizedTest
  @EnumSource
  @Rfc8684("3.4.1")
  void ofAnAnnouncedAddress(IpVersion ip, MptcpHost client, MptcpHost server) {
    String afterRemoval = ip == IpVersion.IPV4 ? "10.9.9.8" : "fd09::8";
    String afterFlush = ip == IpVersion.IPV4 ? "10.9.9.9" : "fd09::9";
    assertThat(client.limits().get()).hasAddAddrAccepted(0);
    server.endpoints().add(endpoint(ip.server(2)).id(ID).signal());
    var atServer = server.countersFromNow();

    try (var events = client.monitor();
        Conversation talk = Conversation.start(client, server, ip.server(1))) {
      awaitAnnouncement(events, ip.server(2));

      server.endpoints().delete(ID);
      eventually("the removal", () -> assertThat(atServer.change()).has("RmAddrTx", 1));
      server.endpoints().add(endpoint(afterRemoval).id(ID).signal());
      awaitAnnouncement(events, afterRemoval);
      assertThat(server.sockets()).mptcp(talk.connection().reversed()).hasAddAddrSignal(1);

      server.endpoints().flush();
      eventually("the next removal", () -> assertThat(atServer.change()).has("RmAddrTx", 2));
      server.endpoints().add(endpoint(afterFlush).id(ID).signal());
      awaitAnnouncement(events, afterFlush);
      assertThat(server.sockets()).mptcp(talk.connection().reversed()).hasAddAddrSignal(1);
      talk.exchange();
    }
  }

  @ParameterizedTest
  @EnumSource
  @Rfc8684("3.2")
  void ofAJoinThatFailed(IpVersion ip, MptcpHost client, MptcpHost server, LiveWire path2) {
    EndpointSpec second = endpoint(ip.client(2)).id(ID).dev("eth2").subflow();
    try (Conversation talk = startWithoutJoin(ip, second, client, server, path2)) {
      client.endpoints().delete(ID);
      client.endpoints().add(second);
      awaitPaths(client, ip.path(1, 1), ip.path(2, 1));
      talk.exchange();
    }
    assertThat(path2)
        .ignoringRetransmissions()
        .containsExactly(1, mpJoinSyn().from(ip.client(2)).addressId(ID));
  }

  /** Limits are not endpoints: they outlive the flush. */
  @ParameterizedTest
  @EnumSource
  @Rfc8684({"3.2", "3.4.1"})
  void ofAJoinThatFailedBeforeAFlush(
      IpVersion ip, MptcpHost client, MptcpHost server, LiveWire path2) {
    client.limits().set(subflows(2), addAddrAccepted(1));
    EndpointSpec second = endpoint(ip.client(2)).id(ID).dev("eth2").subflow();
    try (Conversation talk = startWithoutJoin(ip, second, client, server, path2)) {
      client.endpoints().flush();
      client.endpoints().add(second);
      awaitPaths(client, ip.path(1, 1), ip.path(2, 1));

      server.endpoints().add(endpoint(ip.server(2)).signal());
      awaitPaths(client, ip.path(1, 1), ip.path(2, 1), ip.path(2, 2));
      assertThat(client.sockets()).mptcp(talk.connection()).hasSubflows(2).hasAddAddrAccepted(1);
      talk.exchange();
    }
  }

  /** A connection whose first join is refused by the wire, which lets later ones through. */
  private static Conversation startWithoutJoin(
      IpVersion ip, EndpointSpec second, MptcpHost client, MptcpHost server, LiveWire path2) {
    client.endpoints().add(second);
    path2.attach(reset(mpJoinSyn().first(1)));
    var atClient = client.countersFromNow();
    Conversation talk = Conversation.start(client, server, ip.server(1));
    eventually("the refusal", () -> assertThat(atClient.change()).has("TcpAttemptFails", 1));
    awaitPaths(client, ip.path(1, 1));
    return talk;
  }

  private static void awaitAnnouncement(EventMonitor events, String address) {
    SocketEnd announced = SocketEnd.of(address, SocketPuppet.PORT);
    var event =
        events.await(
            address + " announced",
            e -> e.type() == ANNOUNCED && e.destination().equals(Optional.of(announced)));
    assertThat(event.remoteId()).hasValue(ID);
  }
}
