// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.systemd;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.mptcp.Limits.subflows;
import static dev.subflow.scenarios.Eventually.eventually;

import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.scenarios.Flow;
import dev.subflow.stack.MptcpHost;
import org.junit.jupiter.api.Test;

/** mptcpd as Debian installs it, a service of systemd, gives a new address to the path manager. */
@SubflowTest
@UsesTopology(SystemdPaths.class)
class MptcpdService {
  private static final String ADDED = "10.0.2.1";

  @Test
  @Rfc8684("3.2")
  void aNewAddressBecomesASubflowByItself(MptcpHost client, MptcpHost server) {
    client.guest().succeed("systemctl", "unmask", "mptcp.service");
    client.guest().succeed("systemctl", "start", "mptcp.service");
    client.guest().succeed("ip", "addr", "add", ADDED + "/24", "dev", "ens3");
    client.guest().succeed("ip", "link", "set", "ens3", "up");
    eventually(
        "an endpoint for the new address",
        () ->
            assertThat(client.endpoints().list()).contains(endpoint(ADDED).dev("ens3").subflow()));
    client.guest().succeed("ip", "route", "add", "10.0.1.0/24", "via", "10.0.2.2", "table", "9");
    client.guest().succeed("ip", "rule", "add", "from", ADDED, "table", "9");
    server.limits().set(subflows(1));

    try (Flow flow = Flow.brief(client, server, SystemdPaths.SERVER)) {
      eventually(
          "a subflow from it",
          () ->
              assertThat(client.subflows())
                  .established()
                  .hasPaths("10.0.1.1 " + SystemdPaths.SERVER, ADDED + " " + SystemdPaths.SERVER));
      flow.awaitArrival();
      flow.finish();
    }
    client.guest().succeed("systemctl", "is-active", "mptcp.service");
  }
}
