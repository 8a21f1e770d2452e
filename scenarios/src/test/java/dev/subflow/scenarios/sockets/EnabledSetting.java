// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.sockets;

import static dev.subflow.assertions.SubflowAssertions.assertThat;

import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.scenarios.support.SocketPuppet;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The switch of MPTCP is read and set, and acts on new sockets alone. */
@Tag("quick")
@SubflowTest
@UsesTopology(TwoPaths.class)
@Rfc8684("3.1")
class EnabledSetting {
  private static final String ENABLED = "net.mptcp.enabled";

  @ParameterizedTest
  @EnumSource
  void actsOnNewSockets(IpVersion ip, MptcpHost client, MptcpHost server) {
    assertThat(client.sysctls().get(ENABLED)).isEqualTo("1");
    try (SocketPuppet there = SocketPuppet.listening(server, 5);
        SocketPuppet here = SocketPuppet.on(client)) {
      here.connect(1, ip.server(1));
      there.ask("1 accept 0");

      client.sysctls().set(ENABLED, 0);

      assertThat(client.sysctls().get(ENABLED)).isEqualTo("0");
      assertThat(here.refused("2 socket mptcp 4")).isEqualTo("ENOPROTOOPT");
      assertThat(here.refused("2 socket mptcp 6")).isEqualTo("ENOPROTOOPT");
      here.ask("1 send write 1000");
      assertThat(there.ask("1 recv read 1000").path("intact").asBoolean()).isTrue();
      assertThat(here.info(1).mptcp().fallback()).isFalse();
      // Whoever has no MPTCP has TCP.
      here.ask("2 socket tcp " + (ip == IpVersion.IPV4 ? "4" : "6"));
      here.ask("2 connect " + ip.server(1) + " " + SocketPuppet.PORT);
      assertThat(there.ask("2 accept 0").path("protocol").asText()).isEqualTo("tcp");

      client.sysctls().set(ENABLED, 1);

      here.connect(3, ip.server(1));
      assertThat(there.ask("3 accept 0").path("protocol").asText()).isEqualTo("mptcp");
      assertThat(client.sockets()).hasEstablished(2);
      assertThat(client.sysctls().trySet(ENABLED, "2")).isFailure().complained("Invalid argument");
      assertThat(client.sysctls().get(ENABLED)).isEqualTo("1");
    }
  }
}
