// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.fallback;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.packet.Packets.anyTcp;
import static dev.subflow.packet.Packets.mpCapableSyn;
import static dev.subflow.packet.Packets.mpCapableSynAck;
import static dev.subflow.packet.Packets.syn;
import static dev.subflow.packet.Packets.synAck;
import static dev.subflow.scenarios.support.Eventually.eventually;
import static dev.subflow.wire.middlebox.Middleboxes.stripMptcp;

import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.scenarios.support.Flow;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import dev.subflow.wire.LiveWire;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A box on the path takes MPTCP out of one packet of the handshake: plain TCP remains. */
@Tag("quick")
@SubflowTest
@UsesTopology(TwoPaths.class)
@Rfc8684({"3.1", "3.7", "6"})
class StrippedHandshake {
  @ParameterizedTest
  @EnumSource
  void onTheSyn(IpVersion ip, MptcpHost client, MptcpHost server, LiveWire path1) {
    path1.attach(stripMptcp().only(syn()));
    var atClient = client.countersFromNow();
    var atServer = server.countersFromNow();

    try (Flow flow = Flow.brief(client, server, ip.server(1))) {
      assertPlainTcp(flow, client, server);

      assertThat(atClient.change())
          .has("MPCapableSYNTX", 1)
          .has("MPCapableFallbackSYNACK", 1)
          .hasZero("MPCapableSYNACKRX");
      assertThat(atServer.change()).hasZero("MPCapableSYNRX", "MPCapableFallbackACK");
      flow.finish();
    }
    assertThat(path1)
        .containsInOrder(syn().sentBy("client"), synAck().sentBy("server"))
        .doesNotContain(anyTcp().withMptcp());
  }

  @ParameterizedTest
  @EnumSource
  void onTheSynAck(IpVersion ip, MptcpHost client, MptcpHost server, LiveWire path1) {
    path1.attach(stripMptcp().only(synAck()));
    var atClient = client.countersFromNow();
    var atServer = server.countersFromNow();

    try (Flow flow = Flow.brief(client, server, ip.server(1))) {
      assertPlainTcp(flow, client, server);

      assertThat(atClient.change()).has("MPCapableFallbackSYNACK", 1).hasZero("MPCapableSYNACKRX");
      assertThat(atServer.change())
          .has("MPCapableSYNRX", 1)
          .has("MPCapableFallbackACK", 1)
          .hasZero("MPCapableACKRX");
      flow.finish();
    }
    assertThat(path1)
        .ignoringRetransmissions()
        .containsInOrder(mpCapableSyn(), synAck().withoutMptcp())
        .containsExactly(1, anyTcp().withMptcp());
  }

  @ParameterizedTest
  @EnumSource
  void onAllAfterTheSynAck(IpVersion ip, MptcpHost client, MptcpHost server, LiveWire path1) {
    path1.attach(stripMptcp().only(syn().or(synAck()).not()));
    var atClient = client.countersFromNow();
    var atServer = server.countersFromNow();

    try (Flow flow = Flow.brief(client, server, ip.server(1))) {
      assertPlainTcp(flow, client, server);

      // The client took it for MPTCP, until the first packet of the server came without.
      assertThat(atClient.change())
          .has("MPCapableSYNACKRX", 1)
          .hasIfKnown("MPCapableDataFallback", 1)
          .hasZero("MPCapableFallbackSYNACK");
      assertThat(atServer.change()).has("MPCapableFallbackACK", 1).hasZero("MPCapableACKRX");
      flow.finish();
    }
    assertThat(path1)
        .ignoringRetransmissions()
        .containsInOrder(mpCapableSyn(), mpCapableSynAck())
        .containsExactly(2, anyTcp().withMptcp());
  }

  /** The payload arrived; to the client MPTCP fell back, and the server accepted TCP. */
  private static void assertPlainTcp(Flow flow, MptcpHost client, MptcpHost server) {
    Flow.Report arrived = flow.awaitArrival();
    assertThat(arrived.protocol()).as("protocol of the accepted socket").isEqualTo("tcp");
    eventually(
        "the client's fallback",
        () -> assertThat(client.sockets()).mptcp(flow.connection()).isFallback());
    assertThat(server.sockets()).hasNo(flow.connection().reversed());
  }
}
