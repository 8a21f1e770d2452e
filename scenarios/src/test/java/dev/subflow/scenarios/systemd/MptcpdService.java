// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.systemd;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.mptcp.Limits.subflows;
import static dev.subflow.scenarios.support.Eventually.eventually;
import static dev.subflow.scenarios.systemd.Systemctl.systemctl;

import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.scenarios.support.Flow;
import dev.subflow.stack.MptcpHost;
import org.junit.jupiter.api.Test;

/**
 * mptcpd as Debian installs it, a service of systemd, gives a new address to the kernel's path
 * manager: as an endpoint without flags, which does nothing, until its configuration names some.
 */
@SubflowTest
@UsesTopology(SystemdPaths.class)
class MptcpdService {
  private static final String ADDED = "10.0.2.1";

  @Test
  void asInstalledItsEndpointsHaveNoFlags(MptcpHost client, MptcpHost server) {
    start(client);

    addAddress(client);

    eventually(
        "an endpoint for the new address",
        () -> assertThat(client.endpoints().list()).contains(endpoint(ADDED).dev("ens3")));
    connect(client, server, "10.0.1.1 " + SystemdPaths.SERVER);
  }

  @Test
  @Rfc8684("3.2")
  void toldToAddSubflowsItMakesThemOfNewAddresses(MptcpHost client, MptcpHost server) {
    client
        .guest()
        .succeed("sed", "-i", "/^path-manager=/i addr-flags=subflow", "/etc/mptcpd/mptcpd.conf");
    start(client);

    addAddress(client);

    eventually(
        "an endpoint for the new address",
        () ->
            assertThat(client.endpoints().list()).contains(endpoint(ADDED).dev("ens3").subflow()));
    connect(client, server, "10.0.1.1 " + SystemdPaths.SERVER, ADDED + " " + SystemdPaths.SERVER);
  }

  private static void start(MptcpHost client) {
    systemctl(client.guest(), "unmask", "mptcp.service");
    systemctl(client.guest(), "start", "mptcp.service");
    eventually(
        "mptcpd has its plugins",
        () ->
            assertThat(client.guest().succeed("journalctl", "-qu", "mptcp").stdout())
                .contains("path manager initialized"));
  }

  private static void addAddress(MptcpHost client) {
    client.guest().succeed("ip", "link", "set", "ens3", "up");
    client.guest().succeed("ip", "addr", "add", ADDED + "/24", "dev", "ens3");
    client.guest().succeed("ip", "route", "add", "10.0.1.0/24", "via", "10.0.2.2", "table", "9");
    client.guest().succeed("ip", "rule", "add", "from", ADDED, "table", "9");
  }

  private static void connect(MptcpHost client, MptcpHost server, String... paths) {
    client.limits().set(subflows(1));
    server.limits().set(subflows(1));

    try (Flow flow = Flow.brief(client, server, SystemdPaths.SERVER)) {
      eventually("these paths", () -> assertThat(client.subflows()).established().hasPaths(paths));
      flow.awaitArrival();
      flow.finish();
    }
    systemctl(client.guest(), "is-active", "mptcp.service");
  }
}
