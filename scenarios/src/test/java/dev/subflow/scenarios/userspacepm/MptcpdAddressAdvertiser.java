// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.userspacepm;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.scenarios.support.Eventually.eventually;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.subflow.guest.RunningCommand;
import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.scenarios.support.Flow;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * mptcpd with its default plugin, {@code addr_adv}: it gives the kernel's path manager an endpoint
 * for each address of the host, for as long as the host has it.
 */
@SubflowTest
@UsesTopology(TwoPaths.class)
class MptcpdAddressAdvertiser {
  private static final String DAEMON = "/usr/libexec/mptcpd";
  private static final String PLUGINS = "/usr/lib/x86_64-linux-gnu/mptcpd";

  @Test
  void keepsAnEndpointForEachAddress(MptcpHost client) {
    try (var daemon = start(client)) {
      awaitOwnEndpoints(client, daemon);
      // mptcpd also raises the limits, by as much as it adds.
      assertThat(client.limits().get().subflows().orElse(0)).isGreaterThanOrEqualTo(4);

      client.guest().succeed("ip", "addr", "add", "10.0.2.77/24", "dev", "eth2");
      eventually(
          "an endpoint for the new address",
          () ->
              assertThat(client.endpoints().list())
                  .contains(endpoint("10.0.2.77").dev("eth2").subflow()));

      client.guest().succeed("ip", "addr", "del", "10.0.2.77/24", "dev", "eth2");
      eventually(
          "no endpoint for the old address",
          () -> assertThat(client.endpoints().list()).hasNoneOn("10.0.2.77"));
      assertThat(daemon.isRunning()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  @Rfc8684("3.2")
  void itsEndpointsMakeSubflows(IpVersion ip, MptcpHost client, MptcpHost server) {
    try (var daemon = start(client)) {
      awaitOwnEndpoints(client, daemon);
      var atServer = server.countersFromNow();

      try (Flow flow = Flow.brief(client, server, ip.server(1))) {
        eventually(
            "a join from the second address",
            () -> assertThat(atServer.change()).has("MPJoinAckRx", 1));
        flow.awaitArrival();

        assertThat(client.sockets()).mptcp(flow.connection()).hasSubflows(1).isNotFallback();
        assertThat(client.subflows()).established().hasPaths(ip.path(1, 1), ip.path(2, 1));
        flow.finish();
      }
    }
  }

  private static RunningCommand start(MptcpHost host) {
    assumeTrue(
        host.guest().run("test", "-e", PLUGINS + "/addr_adv.so").isSuccess(),
        "the guest has no " + PLUGINS + "/addr_adv.so: add mptcpd-plugins to its recipe");
    assertThat(host.endpoints().list()).isEmpty();
    return host.guest()
        .start(
            DAEMON,
            "--addr-flags=subflow",
            "--notify-flags=existing,skip_link_local,skip_loopback");
  }

  private static void awaitOwnEndpoints(MptcpHost host, RunningCommand daemon) {
    eventually(
        "an endpoint for each address",
        () -> {
          assertThat(daemon.isRunning()).as(daemon.stderr()).isTrue();
          assertThat(host.endpoints().list())
              .containsExactly(
                  endpoint("10.0.1.1").dev("eth1").subflow(),
                  endpoint("10.0.2.1").dev("eth2").subflow(),
                  endpoint("fd00:1::1").dev("eth1").subflow(),
                  endpoint("fd00:2::1").dev("eth2").subflow());
        });
  }
}
