// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.fallback;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.assertions.packet.Packets.mpCapableSyn;
import static dev.subflow.assertions.packet.Packets.synAck;
import static dev.subflow.wire.middlebox.Middleboxes.drop;
import static dev.subflow.wire.packet.FrameMatchers.syn;

import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.scenarios.Flow;
import dev.subflow.scenarios.IpVersion;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import dev.subflow.wire.Direction;
import dev.subflow.wire.LiveWire;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Both ends connect and none listens: TCP can do that, MPTCP becomes TCP for it. */
@SubflowTest
@UsesTopology(TwoPaths.class)
@Rfc8684({"3.1", "3.7"})
class SimultaneousOpen {
  @ParameterizedTest
  @CsvSource({"-4", "-6"})
  void ofASocketWithItself(String family, MptcpHost client) {
    var counters = client.countersFromNow();

    assertThat(client.guest().succeed("mptcp-socket", family, "--self", "9735").stdout())
        .contains("\"protocol\":\"mptcp\"")
        .contains("\"fallback\":true")
        .contains("\"echoed\":4096,\"intact\":true");
    assertThat(counters.change())
        .has("MPCapableSYNTX", 1)
        .hasIfKnown("SimultConnectFallback", 1)
        .hasZero("MPCapableSYNACKRX", "MPCapableSYNRX");
  }

  @ParameterizedTest
  @EnumSource
  void ofTwoHosts(IpVersion ip, MptcpHost client, MptcpHost server, LiveWire path1) {
    // So that the server's SYN meets a client that has sent its own.
    path1.attach(Direction.from("client"), drop(syn()));
    var atClient = client.countersFromNow();
    var atServer = server.countersFromNow();

    try (Flow flow = Flow.plan(client, server, ip.server(1)).startAtBothEnds(ip.client(1))) {
      flow.awaitArrival();

      assertThat(client.sockets()).mptcp(flow.connection()).isFallback();
      assertThat(server.sockets()).mptcp(flow.connection().reversed()).isFallback();
      assertThat(atClient.change())
          .has("MPCapableSYNTX", 1)
          .hasIfKnown("SimultConnectFallback", 1)
          .hasZero("MPCapableSYNACKRX");
      assertThat(atServer.change()).has("MPCapableSYNTX", 1).has("MPCapableFallbackSYNACK", 1);
      flow.finish();
    }
    assertThat(path1)
        .ignoringRetransmissions()
        .containsInOrder(mpCapableSyn().sentBy("server"), synAck().sentBy("client").withoutMptcp());
  }
}
