// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.sockets;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.scenarios.support.Eventually.eventually;

import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.scenarios.support.SocketPuppet;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import dev.subflow.wire.LiveWire;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Events that {@code poll} reports at each stage of a connection's life, of MPTCP and fallen back.
 */
@SubflowTest
@UsesTopology(TwoPaths.class)
class EventsOfASocket {
  @ParameterizedTest
  @CsvSource({"IPV4, mptcp", "IPV6, mptcp", "IPV4, tcp", "IPV6, tcp"})
  void fromTheListenerToTheEnd(
      IpVersion ip, String listener, MptcpHost client, MptcpHost server, LiveWire path1) {
    String connect = "1 connect " + ip.server(1) + " " + SocketPuppet.PORT;
    try (SocketPuppet there = SocketPuppet.on(server);
        SocketPuppet here = SocketPuppet.on(client)) {
      there.ask("0 socket " + listener + " 6");
      there.ask("0 bind :: " + SocketPuppet.PORT);
      there.ask("0 listen 5");
      here.ask("1 socket mptcp " + (ip == IpVersion.IPV4 ? "4" : "6"));
      assertThat(here.events(1)).as("new").isEqualTo("OUT HUP");
      assertThat(there.events(0)).as("listener that waits").isEmpty();

      here.ask("1 blocking no");
      path1.cut();
      assertThat(here.refused(connect)).isEqualTo("EINPROGRESS");
      assertThat(here.events(1)).as("connect in progress").isEmpty();
      path1.restore();
      awaitEvents(here, 1, "OUT", "connected");
      awaitEvents(there, 0, "IN", "listener with one to accept");
      there.ask("1 accept 0");
      assertThat(there.events(0)).as("listener that has none any more").isEmpty();
      assertThat(there.events(1)).as("accepted").isEqualTo("OUT");

      here.ask("1 blocking yes");
      here.ask("1 send write 100");
      awaitEvents(there, 1, "IN OUT", "data");
      there.ask("1 recv read 100");
      assertThat(there.events(1)).as("no data").isEqualTo("OUT");

      here.ask("1 shutdown");
      assertThat(here.events(1)).as("sends no more").isEqualTo("OUT");
      assertThat(here.refused("1 send now 1")).isEqualTo("EPIPE");
      awaitEvents(there, 1, "IN OUT RDHUP", "peer sends no more");
      there.ask("1 send write 100");
      awaitEvents(here, 1, "IN OUT", "data that comes after the shutdown");
      here.ask("1 recv read 100");
      there.ask("1 shutdown");
      for (SocketPuppet end : new SocketPuppet[] {here, there}) {
        awaitEvents(end, 1, "IN OUT RDHUP HUP", "both send no more");
        assertThat(end.ask("1 recv now 1").path("bytes").asInt()).isZero();
        assertThat(end.refused("1 send now 1")).isEqualTo("EPIPE");
        assertThat(end.get(1, "SO_ERROR")).isEqualTo("none");
      }
    }
  }

  private static void awaitEvents(SocketPuppet puppet, int socket, String events, String when) {
    eventually(when, () -> assertThat(puppet.events(socket)).as(when).isEqualTo(events));
  }

  @ParameterizedTest
  @CsvSource({"IPV4, mptcp", "IPV6, mptcp", "IPV4, tcp", "IPV6, tcp"})
  void errorIsToldOnce(IpVersion ip, String listener, MptcpHost client, MptcpHost server) {
    String hangUp = listener.equals("tcp") ? "OUT HUP" : "IN OUT RDHUP HUP";
    try (SocketPuppet there = SocketPuppet.on(server);
        SocketPuppet here = SocketPuppet.on(client)) {
      there.ask("0 socket " + listener + " 6");
      there.ask("0 bind :: " + SocketPuppet.PORT);
      there.ask("0 listen 5");
      here.connect(1, ip.server(1));
      there.ask("1 accept 0");
      here.ask("1 send write 100");
      there.ask("1 recv read 100");
      there.ask("1 set SO_LINGER 0");
      there.ask("1 close");

      awaitEvents(here, 1, hangUp + " ERR", "reset");
      assertThat(here.get(1, "SO_ERROR")).isEqualTo("ECONNRESET");
      assertThat(here.get(1, "SO_ERROR")).isEqualTo("none");
      assertThat(here.events(1)).isEqualTo(hangUp);
      assertThat(here.refused("1 send now 1")).isEqualTo("EPIPE");

      // A reader is told as well, if nobody asked before.
      here.connect(2, ip.server(1));
      there.ask("2 accept 0");
      here.ask("2 send write 100");
      there.ask("2 recv read 100");
      there.ask("2 set SO_LINGER 0");
      there.ask("2 close");
      assertThat(here.refused("2 recv read 1")).isEqualTo("ECONNRESET");
      assertThat(here.get(2, "SO_ERROR")).isEqualTo("none");
    }
  }
}
