// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.fallback;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.packet.Packets.mpCapableSyn;
import static dev.subflow.packet.Packets.syn;
import static dev.subflow.packet.Packets.synAck;
import static dev.subflow.scenarios.support.Eventually.eventually;
import static dev.subflow.wire.middlebox.Middleboxes.drop;

import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.scenarios.support.Flow;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import dev.subflow.wire.Direction;
import dev.subflow.wire.LiveWire;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Both ends connect and none listens: TCP can do that, MPTCP becomes TCP for it.
 *
 * <p>No payload is checked between two hosts, because Linux up to 7.3 has a fault there: the end
 * that answered a SYN with a SYN/ACK learns of the connection only from the peer's first data, of
 * which it loses the first byte ({@code subflow_finish_connect} is not called before).
 */
@SubflowTest
@UsesTopology(TwoPaths.class)
@Rfc8684({"3.1", "3.7"})
class SimultaneousOpen {
  @ParameterizedTest
  @CsvSource({"-4", "-6"})
  void ofASocketWithItself(String family, MptcpHost client) {
    var counters = client.countersFromNow();

    String outcome = client.guest().succeed("mptcp-socket", family, "--self", "9735").stdout();

    assertThat(counters.change())
        .has("MPCapableSYNTX", 1)
        .hasIfKnown("SimultConnectFallback", 1)
        .hasZero("MPCapableSYNACKRX", "MPCapableSYNRX");
    assertThat(outcome)
        .contains("\"protocol\":\"mptcp\"")
        .contains("\"fallback\":true")
        .as("all bytes, or all but the first where the kernel has the fault")
        .containsAnyOf("\"echoed\":4096,\"intact\":true", "\"echoed\":4095,");
  }

  @ParameterizedTest
  @EnumSource
  void ofTwoHosts(IpVersion ip, MptcpHost client, MptcpHost server, LiveWire path1) {
    // So that the server's SYN meets a client that has sent its own; which it sends again after 1,
    // 3 and 7 s, and only then without MPTCP.
    path1.attach(Direction.from("client"), drop(syn()));
    client.sysctls().set("net.ipv4.tcp_syn_linear_timeouts", 0);
    var atClient = client.countersFromNow();
    var atServer = server.countersFromNow();

    try (Flow flow = Flow.plan(client, server, ip.server(1)).startAtBothEnds(ip.client(1))) {
      eventually(
          "the connection at both ends",
          () -> {
            assertThat(server.sockets())
                .mptcp(flow.connection().reversed())
                .isEstablished()
                .isFallback();
            assertThat(client.subflows()).established().hasPaths(ip.path(1, 1));
          });
      assertThat(atClient.change())
          .has("MPCapableSYNTX", 1)
          .hasIfKnown("SimultConnectFallback", 1)
          .hasZero("MPCapableSYNACKRX", "MPCapableFallbackSYNACK", "MPCapableSYNTXDrop");
      assertThat(atServer.change())
          .has("MPCapableSYNTX", 1)
          .has("MPCapableFallbackSYNACK", 1)
          .hasZero("MPCapableSYNACKRX");
    }
    assertThat(path1)
        .ignoringRetransmissions()
        .containsInOrder(mpCapableSyn().sentBy("server"), synAck().sentBy("client").withoutMptcp());
  }
}
