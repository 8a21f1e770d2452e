// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.fallback;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.packet.Packets.anyTcp;
import static dev.subflow.packet.Packets.mpCapableSyn;
import static dev.subflow.packet.Packets.synAck;

import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.scenarios.support.Flow;
import dev.subflow.scenarios.support.Flow.Protocol;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import dev.subflow.wire.LiveWire;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where one end speaks plain TCP, the connection is plain TCP and works. */
@Tag("quick")
@SubflowTest
@UsesTopology(TwoPaths.class)
@Rfc8684({"3.1", "3.7"})
class FallbackToTcp {
  private static final long PAYLOAD = 64 << 10;

  @ParameterizedTest
  @EnumSource
  void serverWithoutMptcp(IpVersion ip, MptcpHost client, MptcpHost server, LiveWire path1) {
    var atClient = client.countersFromNow();
    try (Flow flow =
        Flow.plan(client, server, ip.server(1)).server(Protocol.TCP).bytes(PAYLOAD).start()) {
      flow.awaitArrival();

      assertThat(client.sockets()).mptcp(flow.connection()).isFallback();
      assertThat(server.sockets().established()).isEmpty();
      assertThat(flow.sent().fallback()).isTrue();
      assertThat(atClient.change())
          .has("MPCapableSYNTX", 1)
          .has("MPCapableFallbackSYNACK", 1)
          .hasZero("MPCapableSYNACKRX");
      flow.finish();
    }
    assertThat(path1)
        .ignoringRetransmissions()
        .containsInOrder(mpCapableSyn().sentBy("client"), synAck().sentBy("server").withoutMptcp())
        .containsExactly(1, anyTcp().withMptcp());
  }

  @ParameterizedTest
  @EnumSource
  void clientWithoutMptcp(IpVersion ip, MptcpHost client, MptcpHost server, LiveWire path1) {
    var atServer = server.countersFromNow();
    try (Flow flow =
        Flow.plan(client, server, ip.server(1)).client(Protocol.TCP).bytes(PAYLOAD).start()) {
      Flow.Report arrived = flow.awaitArrival();

      assertThat(arrived.protocol()).as("protocol of the accepted socket").isEqualTo("tcp");
      assertThat(client.sockets().established()).isEmpty();
      assertThat(server.sockets().established()).isEmpty();
      assertThat(atServer.change()).hasZero("MPCapableSYNRX", "MPCapableFallbackACK");
      flow.finish();
    }
    assertThat(path1).contains(synAck()).doesNotContain(anyTcp().withMptcp());
  }
}
