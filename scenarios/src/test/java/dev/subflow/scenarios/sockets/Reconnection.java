// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.sockets;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.packet.Packets.mpCapableSyn;
import static dev.subflow.scenarios.support.Eventually.eventually;

import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.scenarios.support.SocketPuppet;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import dev.subflow.wire.LiveWire;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One socket is connected, disconnected and connected again: each connection is a new one. */
@SubflowTest
@UsesTopology(TwoPaths.class)
@Rfc8684({"3.1", "3.5"})
class Reconnection {
  private static final int TIMES = 3;
  private static final int SENT = 5000;

  @ParameterizedTest
  @EnumSource
  void threeConnectionsOfOneSocket(
      IpVersion ip, MptcpHost client, MptcpHost server, LiveWire path1) {
    var atClient = client.countersFromNow();
    var atServer = server.countersFromNow();
    Set<Long> tokens = new HashSet<>();
    try (SocketPuppet there = SocketPuppet.listening(server, 5);
        SocketPuppet here = SocketPuppet.on(client)) {
      here.ask("1 socket mptcp " + (ip == IpVersion.IPV4 ? "4" : "6"));
      for (int time = 1; time <= TIMES; time++) {
        here.ask("1 connect " + ip.server(1) + " " + SocketPuppet.PORT);
        there.ask(time + " accept 0");
        var sent = here.ask("1 send write " + SENT);
        var received = there.ask(time + " recv read " + SENT);
        assertThat(received.path("sha256")).isEqualTo(sent.path("sha256"));
        assertThat(here.info(1).mptcp().fallback()).isFalse();
        tokens.add(here.info(1).mptcp().get("token"));

        here.ask("1 disconnect");

        assertThat(there.refused(time + " recv read 1")).isEqualTo("ECONNRESET");
        assertThat(here.refused("1 send write 1")).isEqualTo("EPIPE");
      }
      assertThat(tokens).hasSize(TIMES);
      assertThat(atServer.change())
          .has("MPCapableSYNRX", TIMES)
          .has("MPCapableACKRX", TIMES)
          .has("MPFastcloseRx", TIMES);
      eventually(
          "the client's counters",
          () ->
              assertThat(atClient.change())
                  .has("MPCapableSYNTX", TIMES)
                  .has("MPFastcloseTx", TIMES)
                  .hasZero("MPCapableFallbackSYNACK"));
    }
    assertThat(path1)
        .ignoringRetransmissions()
        .containsExactly(TIMES, mpCapableSyn().sentBy("client"));
  }
}
