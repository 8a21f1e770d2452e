// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.kernelpm;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.mptcp.Limits.addAddrAccepted;
import static dev.subflow.mptcp.Limits.subflows;
import static dev.subflow.mptcp.MptcpEvent.Type.CLOSED;
import static dev.subflow.mptcp.MptcpEvent.Type.SF_CLOSED;
import static dev.subflow.packet.Packets.payload;
import static dev.subflow.scenarios.support.Eventually.awaitPaths;
import static dev.subflow.scenarios.support.Eventually.eventually;
import static dev.subflow.wire.middlebox.Middleboxes.resetBothEnds;

import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.mptcp.SocketEnd;
import dev.subflow.scenarios.support.Conversation;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.stack.EventMonitor;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import dev.subflow.wire.LiveWire;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The end of a subflow is told once. The initial one stays with its connection after its end, where
 * the end of another subflow finds it again.
 */
@SubflowTest
@UsesTopology(TwoPaths.class)
class ClosedSubflowEvents {
  private static final int ID = 7;

  @ParameterizedTest
  @EnumSource
  void addressesAreRemoved(IpVersion ip, MptcpHost client, MptcpHost server) {
    threeSubflows(ip, client, server);
    try (var ours = client.monitor();
        var theirs = server.monitor();
        Conversation talk = Conversation.start(client, server, ip.server(1))) {
      awaitPaths(client, ip.path(1, 1), ip.path(2, 1), ip.path(2, 2));

      client.endpoints().deleteInitial(ip.client(1));
      awaitEnd(ours, ip.client(1), ip.server(1));
      awaitEnd(theirs, ip.server(1), ip.client(1));

      server.endpoints().delete(ID);
      awaitEnd(ours, ip.client(2), ip.server(2));
      awaitEnd(theirs, ip.server(2), ip.client(2));

      assertOneLeft(ip, client, ours, theirs, talk);
    }
  }

  @ParameterizedTest
  @EnumSource
  void subflowsAreReset(
      IpVersion ip, MptcpHost client, MptcpHost server, LiveWire path1, LiveWire path2) {
    threeSubflows(ip, client, server);
    try (var ours = client.monitor();
        var theirs = server.monitor();
        Conversation talk = Conversation.start(client, server, ip.server(1))) {
      awaitPaths(client, ip.path(1, 1), ip.path(2, 1), ip.path(2, 2));

      path1.attach(resetBothEnds(payload()));
      exchangeUntil(talk, client, ip.path(2, 1), ip.path(2, 2));
      awaitEnd(ours, ip.client(1), ip.server(1));
      awaitEnd(theirs, ip.server(1), ip.client(1));

      path2.attach(resetBothEnds(payload().from(ip.server(2)).or(payload().to(ip.server(2)))));
      exchangeUntil(talk, client, ip.path(2, 1));
      awaitEnd(ours, ip.client(2), ip.server(2));
      awaitEnd(theirs, ip.server(2), ip.client(2));

      assertOneLeft(ip, client, ours, theirs, talk);
    }
  }

  /** Of three subflows the backup is the last to carry data, so that the others can be hit. */
  private static void threeSubflows(IpVersion ip, MptcpHost client, MptcpHost server) {
    client.limits().set(subflows(2), addAddrAccepted(1));
    client.endpoints().add(endpoint(ip.client(2)).dev("eth2").subflow().backup());
    server.endpoints().add(endpoint(ip.server(2)).id(ID).signal());
  }

  private static void exchangeUntil(Conversation talk, MptcpHost client, String... paths) {
    eventually(
        "data on a subflow that is reset for it",
        () -> {
          talk.exchange();
          assertThat(client.subflows()).established().hasPaths(paths);
        });
  }

  private static void assertOneLeft(
      IpVersion ip, MptcpHost client, EventMonitor ours, EventMonitor theirs, Conversation talk) {
    awaitPaths(client, ip.path(2, 1));
    talk.exchange();
    talk.hangUp();
    ours.await(CLOSED);
    theirs.await(CLOSED);
    assertThat(ours.events()).has(SF_CLOSED, 2);
    assertThat(theirs.events()).has(SF_CLOSED, 2);
  }

  private static void awaitEnd(EventMonitor events, String local, String remote) {
    events.await(
        "the end of " + local + " to " + remote,
        e -> e.type() == SF_CLOSED && isOf(e.source(), local) && isOf(e.destination(), remote));
  }

  private static boolean isOf(Optional<SocketEnd> end, String address) {
    return end.filter(e -> e.matches(SocketEnd.of(address))).isPresent();
  }
}
