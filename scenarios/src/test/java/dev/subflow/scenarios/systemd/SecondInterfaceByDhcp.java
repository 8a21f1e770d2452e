// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.systemd;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.mptcp.Limits.addAddrAccepted;
import static dev.subflow.mptcp.Limits.subflows;
import static dev.subflow.packet.Packets.mpJoinSyn;
import static dev.subflow.scenarios.support.Eventually.eventually;
import static dev.subflow.scenarios.systemd.Systemctl.systemctl;

import dev.subflow.guest.Guest;
import dev.subflow.guest.RunningCommand;
import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.scenarios.support.Flow;
import dev.subflow.stack.MptcpHost;
import dev.subflow.wire.LiveWire;
import org.junit.jupiter.api.Test;

/** A Debian guest gets its second NIC's address by DHCP, and MPTCP uses it as a path. */
@SubflowTest
@UsesTopology(SystemdPaths.class)
class SecondInterfaceByDhcp {
  private static final String LEASED = "10.0.2.53";

  @Test
  @Rfc8684({"3.2", "3.4.1"})
  void networkInterfacesBringTheSecondPath(MptcpHost client, MptcpHost server, LiveWire path2) {
    server.limits().set(subflows(1));
    server.endpoints().add(endpoint(SystemdPaths.SERVER_ON_SECOND).dev("ens3").signal());
    client.limits().set(subflows(1), addAddrAccepted(1));

    try (RunningCommand dhcp = serveDhcp(server.guest())) {
      client
          .guest()
          .files()
          .putText("/etc/network/interfaces.d/ens3", "auto ens3\niface ens3 inet dhcp\n");
      systemctl(client.guest(), "restart", "networking");
      eventually(
          "the leased address",
          () ->
              assertThat(client.guest().succeed("ip", "-4", "addr", "show", "dev", "ens3").stdout())
                  .contains("inet " + LEASED + "/24")
                  .contains("dynamic"));
      assertThat(dhcp.stderr()).contains("DHCPACK(ens3) " + LEASED);

      try (Flow flow = Flow.brief(client, server, SystemdPaths.SERVER)) {
        eventually(
            "a subflow from the leased address",
            () ->
                assertThat(client.subflows())
                    .established()
                    .hasPaths(
                        "10.0.1.1 " + SystemdPaths.SERVER,
                        LEASED + " " + SystemdPaths.SERVER_ON_SECOND));
        flow.awaitArrival();
        assertThat(client.sockets())
            .mptcp(flow.connection())
            .hasSubflows(1)
            .hasAddAddrAccepted(1)
            .isNotFallback();
        flow.finish();
      }
      assertThat(path2)
          .contains(mpJoinSyn().from(LEASED).to(SystemdPaths.SERVER_ON_SECOND, Flow.PORT));
    }
  }

  private static RunningCommand serveDhcp(Guest server) {
    return server.start(
        "dnsmasq",
        "--no-daemon",
        "--conf-file=/dev/null",
        "--port=0",
        "--log-dhcp",
        "--leasefile-ro",
        "--interface=ens3",
        "--bind-interfaces",
        "--dhcp-authoritative",
        "--dhcp-option=3",
        "--dhcp-range=" + LEASED + "," + LEASED + ",255.255.255.0,1h");
  }
}
