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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** After a connect that failed, a socket says why, and connects when there is somebody. */
@SubflowTest
@UsesTopology(TwoPaths.class)
class FailedConnect {
  @ParameterizedTest
  @EnumSource
  void refusedTwice(IpVersion ip, MptcpHost client, MptcpHost server) {
    try (SocketPuppet there = SocketPuppet.on(server);
        SocketPuppet here = SocketPuppet.on(client)) {
      here.ask("1 socket mptcp " + family(ip));
      for (int i = 0; i < 2; i++) {
        assertThat(here.refused(connect(ip))).isEqualTo("ECONNREFUSED");
        assertThat(here.get(1, "SO_ERROR")).as("told by connect already").isEqualTo("none");
        assertThat(here.events(1)).isEqualTo("OUT HUP");
        assertThat(here.refused("1 send now 1")).isEqualTo("EPIPE");
        assertThat(here.refused("1 recv now 1")).isEqualTo("ENOTCONN");
      }
      assertConnects(ip, here, there);
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusedInItsAbsence(IpVersion ip, MptcpHost client, MptcpHost server) {
    try (SocketPuppet there = SocketPuppet.on(server);
        SocketPuppet here = SocketPuppet.on(client)) {
      here.ask("1 socket mptcp " + family(ip));
      here.ask("1 blocking no");
      assertThat(here.refused(connect(ip))).isEqualTo("EINPROGRESS");
      eventually("the refusal", () -> assertThat(here.events(1)).isEqualTo("OUT HUP ERR"));
      assertThat(here.get(1, "SO_ERROR")).isEqualTo("ECONNREFUSED");
      assertThat(here.get(1, "SO_ERROR")).isEqualTo("none");
      assertThat(here.events(1)).isEqualTo("OUT HUP");

      here.ask("1 blocking yes");
      // As with TCP, the next call only ends the attempt that failed.
      assertThat(here.refused(connect(ip))).isEqualTo("ECONNABORTED");
      assertConnects(ip, here, there);
    }
  }

  @ParameterizedTest
  @EnumSource
  void failedAtOnce(IpVersion ip, MptcpHost client, MptcpHost server) {
    String nowhere = ip == IpVersion.IPV4 ? "192.0.2.1" : "2001:db8::1";
    try (SocketPuppet there = SocketPuppet.on(server);
        SocketPuppet here = SocketPuppet.on(client)) {
      here.ask("1 socket mptcp " + family(ip));
      for (int i = 0; i < 2; i++) {
        assertThat(here.refused("1 connect " + nowhere + " 80")).isEqualTo("ENETUNREACH");
        assertThat(here.events(1)).isEqualTo("OUT HUP");
        assertThat(here.get(1, "SO_ERROR")).isEqualTo("none");
      }
      if (ip == IpVersion.IPV4) {
        assertThat(here.refused("1 connect fd00:1::2 80")).isEqualTo("EAFNOSUPPORT");
      }
      assertConnects(ip, here, there);
    }
  }

  @ParameterizedTest
  @EnumSource
  void failedAtOnceWithData(IpVersion ip, MptcpHost client, MptcpHost server) {
    client.sysctls().set("net.ipv4.tcp_fastopen", 1);
    String nowhere = ip == IpVersion.IPV4 ? "192.0.2.1" : "2001:db8::1";
    try (SocketPuppet there = SocketPuppet.on(server);
        SocketPuppet here = SocketPuppet.on(client)) {
      here.ask("1 socket mptcp " + family(ip));
      assertThat(here.refused("1 fastopen " + nowhere + " 80 100")).isEqualTo("ENETUNREACH");
      assertThat(here.refused("1 fastopen " + ip.server(1) + " " + SocketPuppet.PORT + " 100"))
          .isEqualTo("ECONNREFUSED");
      assertConnects(ip, here, there);
    }
  }

  /**
   * Nothing of the failures is left: the connection is MPTCP, and its data is all and only its own.
   */
  private static void assertConnects(IpVersion ip, SocketPuppet here, SocketPuppet there) {
    there.ask("0 socket mptcp 6");
    there.ask("0 bind :: " + SocketPuppet.PORT);
    there.ask("0 listen 5");
    here.ask(connect(ip));
    there.ask("1 accept 0");
    assertThat(here.refused(connect(ip))).isEqualTo("EISCONN");
    assertThat(here.refused("1 listen 1")).isEqualTo("EINVAL");
    assertThat(here.refused("1 bind " + ip.client(1) + " 5000")).isEqualTo("EINVAL");
    assertThat(here.refused("2 accept 1")).isEqualTo("EINVAL");
    here.ask("1 send write 20000");
    assertThat(there.ask("1 recv read 20000").path("intact").asBoolean()).isTrue();
    there.ask("1 send write 20000");
    assertThat(here.ask("1 recv read 20000").path("intact").asBoolean()).isTrue();
    assertThat(here.info(1).mptcp().fallback()).isFalse();
    assertThat(here.info(1).mptcp().get("bytes_sent")).isEqualTo(20_000);
    assertThat(there.info(1).mptcp().fallback()).isFalse();
  }

  private static String family(IpVersion ip) {
    return ip == IpVersion.IPV4 ? "4" : "6";
  }

  private static String connect(IpVersion ip) {
    return "1 connect " + ip.server(1) + " " + SocketPuppet.PORT;
  }
}
