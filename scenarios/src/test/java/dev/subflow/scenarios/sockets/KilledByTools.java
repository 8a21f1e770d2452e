// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.sockets;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.packet.Packets.rst;
import static dev.subflow.scenarios.support.Eventually.eventually;

import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.mptcp.MptcpEvent;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.scenarios.support.SocketPuppet;
import dev.subflow.stack.EventMonitor;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import dev.subflow.wire.LiveWire;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code ss -K} ends subflows, but neither the connection that has others nor a listener. */
@SubflowTest
@UsesTopology(TwoPaths.class)
class KilledByTools {
  private static final int BYTES = 100_000;
  private static final int ECONNABORTED = 103;
  private static final int ECONNRESET = 104;

  @ParameterizedTest
  @CsvSource({"IPV4, 1", "IPV4, 2", "IPV6, 1", "IPV6, 2"})
  @Rfc8684("4")
  void connectionGoesOnWithoutASubflow(
      IpVersion ip,
      int killed,
      MptcpHost client,
      MptcpHost server,
      LiveWire path1,
      LiveWire path2) {
    int left = 3 - killed;
    client.endpoints().add(endpoint(ip.client(2)).dev("eth2").subflow());
    try (EventMonitor atClient = client.monitor();
        EventMonitor atServer = server.monitor();
        SocketPuppet there = SocketPuppet.listening(server, 5);
        SocketPuppet here = SocketPuppet.on(client)) {
      here.meet(there, ip.server(1));
      eventually(
          "two subflows",
          () -> {
            assertThat(here.info(1)).hasSubflows(2);
            assertThat(there.info(1)).hasSubflows(2);
          });

      kill(client, ip.client(killed));
      eventually(
          "one subflow is left",
          () -> {
            assertThat(client.subflows()).established().hasPaths(ip.path(left, 1));
            assertThat(server.subflows()).established().hasSize(1);
          });
      for (SocketPuppet end : List.of(here, there)) {
        assertThat(end.get(1, "SO_ERROR")).isEqualTo("none");
        assertThat(end.events(1)).isEqualTo("OUT");
      }
      here.ask("1 send write " + BYTES);
      assertThat(there.ask("1 recv read " + BYTES).path("intact").asBoolean()).isTrue();
      there.ask("1 send write " + BYTES);
      assertThat(here.ask("1 recv read " + BYTES).path("intact").asBoolean()).isTrue();
      assertThat(here.info(1).mptcp().fallback()).isFalse();

      kill(client, ip.client(left));
      for (EventMonitor events : List.of(atClient, atServer)) {
        events.await("the end of the other", e -> isEndOf(e, ip.client(left)));
        int error = events == atClient ? ECONNABORTED : ECONNRESET;
        assertThat(events.events().of(MptcpEvent.Type.SF_CLOSED))
            .hasSize(2)
            .allSatisfy(e -> assertThat(e.error()).hasValue(error));
      }
    }
    assertThat(killed == 1 ? path1 : path2).contains(rst().sentBy("client"));
  }

  private static void kill(MptcpHost host, String address) {
    host.guest().succeed("ss", "-K", "-t", "src", "[" + address + "]");
  }

  private static boolean isEndOf(MptcpEvent event, String address) {
    return event.type() == MptcpEvent.Type.SF_CLOSED && event.raw().contains(address);
  }

  @ParameterizedTest
  @EnumSource
  void listenerGoesOnListening(IpVersion ip, MptcpHost client, MptcpHost server) {
    try (SocketPuppet there = SocketPuppet.listening(server, 5);
        SocketPuppet here = SocketPuppet.on(client)) {
      server
          .guest()
          .run("ss", "-K", "-t", "state", "listening", "sport", "=", ":" + SocketPuppet.PORT);
      assertThat(server.listening().listening()).hasSize(1);
      assertThat(there.events(0)).isEmpty();

      here.meet(there, ip.server(1));
      here.ask("1 send write " + BYTES);
      assertThat(there.ask("1 recv read " + BYTES).path("intact").asBoolean()).isTrue();
      assertThat(here.info(1).mptcp().fallback()).isFalse();
    }
  }
}
