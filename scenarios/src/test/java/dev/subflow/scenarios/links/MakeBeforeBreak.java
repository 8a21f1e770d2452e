// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.links;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.mptcp.MptcpEvent.Type.SF_CLOSED;
import static dev.subflow.mptcp.MptcpEvent.Type.SF_ESTABLISHED;
import static dev.subflow.packet.Packets.anyTcp;
import static dev.subflow.packet.Packets.mpJoinAck;
import static dev.subflow.packet.Packets.removeAddr;
import static dev.subflow.scenarios.support.Eventually.eventually;

import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.scenarios.support.Flow;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import dev.subflow.wire.LiveWire;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A connection moves from one link to another: the new path is there before the old one goes. */
@SubflowTest
@UsesTopology(TwoPaths.class)
@Rfc8684({"3.2", "3.4.2"})
class MakeBeforeBreak {
  private static final long HALF = 256 << 10;

  @ParameterizedTest
  @EnumSource
  void connectionMovesToTheNewLink(
      IpVersion ip, MptcpHost client, MptcpHost server, LiveWire path1, LiveWire path2) {
    try (var events = client.monitor();
        Flow flow =
            Flow.plan(client, server, ip.server(1)).bytes(2 * HALF).pausingAt(HALF).start()) {
      eventually(
          "the first half",
          () ->
              assertThat(server.sockets())
                  .mptcp(flow.connection().reversed())
                  .hasReceivedAtLeast(HALF));
      assertThat(path2).doesNotContain(anyTcp());

      client.endpoints().add(endpoint(ip.client(2)).dev("eth2").subflow());
      events.await(SF_ESTABLISHED);
      assertThat(client.subflows()).established().hasPaths(ip.path(1, 1), ip.path(2, 1));

      client.endpoints().deleteInitial(ip.client(1));
      events.await(SF_CLOSED);
      path1.cut();
      flow.send();
      flow.awaitArrival();

      assertThat(events.events()).containsInOrder(SF_ESTABLISHED, SF_CLOSED);
      assertThat(client.subflows()).established().hasPaths(ip.path(2, 1));
      assertThat(client.subflows()).tcp(ip.between(2, 1)).isJoin().carriedAtLeast(HALF);
      assertThat(client.sockets()).mptcp(flow.connection()).isEstablished().isNotFallback();
      assertThat(path2).containsInOrder(mpJoinAck(), removeAddr(0).sentBy("client"));
      flow.finish();
    }
  }
}
