// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.sockets;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.packet.Packets.anyTcp;
import static dev.subflow.packet.Packets.mpCapableSyn;
import static dev.subflow.packet.Packets.rst;
import static dev.subflow.scenarios.support.Eventually.eventually;

import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.mptcp.SocketInfo;
import dev.subflow.packet.Segment;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.scenarios.support.SocketPuppet;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import dev.subflow.wire.LiveWire;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A second connection of a socket has nothing of the first, whatever that was. */
@SubflowTest
@UsesTopology(TwoPaths.class)
@Rfc8684("3.1")
class SecondConnection {
  private static final int FIRST = 30_000;
  private static final int THEN = 5_000;

  @ParameterizedTest
  @EnumSource
  void isMptcpAfterFallback(IpVersion ip, MptcpHost client, MptcpHost server, LiveWire path1) {
    try (SocketPuppet there = SocketPuppet.on(server);
        SocketPuppet here = SocketPuppet.on(client)) {
      listen(there, "tcp");
      here.ask("1 socket mptcp " + family(ip));
      here.ask(connect(ip));
      there.ask("1 accept 0");
      exchange(here, there, FIRST);
      assertThat(client.sockets().established()).singleElement().matches(s -> s.isFallback());
      here.ask("1 disconnect");
      // As TCP does it.
      assertThat(there.refused("1 recv read 1")).isEqualTo("ECONNRESET");

      there.ask("0 close");
      listen(there, "mptcp");
      here.ask(connect(ip));
      there.ask("1 accept 0");
      exchange(here, there, THEN);
      client.endpoints().add(endpoint(ip.client(2)).dev("eth2").subflow());
      eventually("a second subflow", () -> assertThat(here.info(1)).hasSubflows(2));
      assertCountsFromZero(here.info(1));
    }
    assertThat(path1)
        .containsInOrder(
            mpCapableSyn().sentBy("client"),
            rst().sentBy("client").withoutMptcp(),
            mpCapableSyn().sentBy("client"));
  }

  @ParameterizedTest
  @EnumSource
  void countsFromZero(IpVersion ip, MptcpHost client, MptcpHost server, LiveWire path1) {
    int buffer = 20_000;
    try (SocketPuppet there = SocketPuppet.listening(server, 5);
        SocketPuppet here = SocketPuppet.on(client)) {
      here.ask("1 socket mptcp " + family(ip));
      here.ask("1 set SO_RCVBUF " + buffer);
      for (int time = 0; time < 3; time++) {
        here.ask(connect(ip));
        there.ask("1 accept 0");
        exchange(here, there, FIRST);
        here.ask("1 disconnect");
      }
      here.ask(connect(ip));
      there.ask("1 accept 0");
      exchange(here, there, THEN);
      assertCountsFromZero(here.info(1));
    }
    // The buffer is doubled for what the kernel needs itself.
    assertThat(path1)
        .doesNotContain(
            anyTcp().sentBy("client").where("of a wide window", s -> windowOf(s) > 2 * buffer));
  }

  /** Such a small buffer needs no scaling; windows of SYNs are never scaled. */
  private static int windowOf(Segment segment) {
    return segment.isSyn() ? 0 : segment.window();
  }

  @ParameterizedTest
  @EnumSource
  void isMptcpAfterFastOpen(IpVersion ip, MptcpHost client, MptcpHost server, LiveWire path1) {
    client.sysctls().set("net.ipv4.tcp_fastopen", 1);
    server.sysctls().set("net.ipv4.tcp_fastopen", 2);
    String fastOpen = "1 fastopen " + ip.server(1) + " " + SocketPuppet.PORT + " 1000";
    var atClient = client.countersFromNow();
    try (SocketPuppet there = SocketPuppet.on(server);
        SocketPuppet here = SocketPuppet.on(client)) {
      there.ask("0 socket mptcp 6");
      there.ask("0 set TCP_FASTOPEN 5");
      there.ask("0 bind :: " + SocketPuppet.PORT);
      there.ask("0 listen 5");
      here.ask("1 socket mptcp " + family(ip));
      // The first brings the cookie, the second sends its data with the SYN, the third neither.
      for (int time = 1; time <= 2; time++) {
        assertThat(here.ask(fastOpen).path("bytes").asInt()).isEqualTo(1000);
        there.ask("1 accept 0");
        assertThat(there.ask("1 recv read 1000").path("intact").asBoolean()).isTrue();
        exchange(here, there, FIRST);
        assertThat(there.info(1).mptcp().get("bytes_received")).isEqualTo(FIRST + 1000);
        here.ask("1 disconnect");
        assertThat(there.refused("1 recv read 1")).isEqualTo("ECONNRESET");
      }
      assertThat(atClient.change()).has("TcpExtTCPFastOpenActive", 1);
      here.ask(connect(ip));
      there.ask("1 accept 0");
      exchange(here, there, THEN);
      assertCountsFromZero(here.info(1));
    }
    assertThat(path1).containsExactly(1, mpCapableSyn().sentBy("client").withPayload());
  }

  private static void assertCountsFromZero(SocketInfo info) {
    assertThat(info.mptcp().fallback()).isFalse();
    assertThat(info.mptcp().remoteKey()).isTrue();
    assertThat(info.mptcp().get("bytes_sent")).isEqualTo(THEN);
    assertThat(info.mptcp().get("bytes_received")).isEqualTo(THEN);
    assertThat(info.mptcp().get("bytes_acked")).isEqualTo(THEN);
    assertThat(info.mptcp().get("bytes_retrans")).isZero();
  }

  private static void exchange(SocketPuppet here, SocketPuppet there, int bytes) {
    here.ask("1 send write " + bytes);
    assertThat(there.ask("1 recv read " + bytes).path("intact").asBoolean()).isTrue();
    there.ask("1 send write " + bytes);
    assertThat(here.ask("1 recv read " + bytes).path("intact").asBoolean()).isTrue();
  }

  private static void listen(SocketPuppet puppet, String protocol) {
    puppet.ask("0 socket " + protocol + " 6");
    puppet.ask("0 bind :: " + SocketPuppet.PORT);
    puppet.ask("0 listen 5");
  }

  private static String family(IpVersion ip) {
    return ip == IpVersion.IPV4 ? "4" : "6";
  }

  private static String connect(IpVersion ip) {
    return "1 connect " + ip.server(1) + " " + SocketPuppet.PORT;
  }
}
