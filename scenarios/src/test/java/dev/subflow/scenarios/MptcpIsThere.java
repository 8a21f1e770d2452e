// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios;

import static dev.subflow.assertions.SubflowAssertions.assertThat;

import dev.subflow.guest.Guest;
import dev.subflow.guest.KernelUnderTest;
import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.OneHost;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The kernel under test has MPTCP, and the switch that turns it off works. */
@Tag("quick")
@SubflowTest
@UsesTopology(OneHost.class)
@Rfc8684("3.1")
class MptcpIsThere {
  @Test
  void kernelIsConfiguredForIt(KernelUnderTest kernel, Guest host) {
    assertThat(kernel.option("CONFIG_MPTCP")).contains("y");
    assertThat(kernel.option("CONFIG_MPTCP_IPV6")).contains("y");
    assertThat(kernel.option("CONFIG_INET_MPTCP_DIAG")).isPresent();
    assertThat(host.succeed("uname", "-r").stdout().strip()).isEqualTo(kernel.release());
  }

  @Test
  void socketsAreMadeByDefault(MptcpHost host) {
    assertThat(host.sysctls().get("net.mptcp.enabled")).isEqualTo("1");
    assertThat(host.guest().succeed("mptcp-socket", "-4").stdout()).contains("\"ok\":true");
    assertThat(host.guest().succeed("mptcp-socket", "-6").stdout()).contains("\"ok\":true");
  }

  @Test
  void disabledMeansProtocolNotAvailable(MptcpHost host) {
    host.sysctls().set("net.mptcp.enabled", 0);

    assertThat(host.guest().succeed("mptcp-socket", "-4").stdout())
        .contains("\"ok\":false")
        .contains("ENOPROTOOPT");

    host.sysctls().set("net.mptcp.enabled", 1);

    assertThat(host.guest().succeed("mptcp-socket", "-4").stdout()).contains("\"ok\":true");
  }
}
