// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.questions;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.mptcp.Limits.addAddrAccepted;
import static dev.subflow.mptcp.Limits.subflows;
import static org.awaitility.Awaitility.await;

import dev.subflow.guest.RunningCommand;
import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.scenarios.support.Flow;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Are subflows found by themselves, or configured by hand? Two hosts with two paths and generous
 * limits, and one thing different each time.
 */
@SubflowTest
@UsesTopology(TwoPaths.class)
@Rfc8684({"3.2", "3.4.1"})
class WhichSubflowsAppear {
  private static final IpVersion IP = IpVersion.IPV4;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** Long enough for a join on these wires, had the path manager anything more to join. */
  private static final Duration STABLE = Duration.ofMillis(700);

  /** Endpoints, and the paths that a connection to the server's first address gets. */
  enum Endpoints {
    NONE(IP.path(1, 1)),
    SUBFLOW_AT_CLIENT(IP.path(1, 1), IP.path(2, 1)),
    SUBFLOW_AT_SERVER(IP.path(1, 1)),
    SIGNAL_AT_CLIENT(IP.path(1, 1)),
    SIGNAL_AT_SERVER(IP.path(1, 1), IP.path(2, 2)),
    SUBFLOW_AT_CLIENT_SIGNAL_AT_SERVER(IP.path(1, 1), IP.path(2, 1), IP.path(2, 2)),
    FULLMESH_AT_CLIENT(IP.path(1, 1), IP.path(2, 1)),
    FULLMESH_AT_CLIENT_SIGNAL_AT_SERVER(IP.path(1, 1), IP.path(1, 2), IP.path(2, 1), IP.path(2, 2));

    private final String paths;

    Endpoints(String... paths) {
      this.paths = String.join(",", paths);
    }

    private List<String> paths() {
      return List.of(paths.split(",", -1));
    }

    private void configure(MptcpHost client, MptcpHost server) {
      if (name().contains("FULLMESH_AT_CLIENT")) {
        client.endpoints().add(endpoint(IP.client(1)).subflow().fullmesh());
        client.endpoints().add(endpoint(IP.client(2)).subflow().fullmesh());
      }
      if (name().contains("SUBFLOW_AT_CLIENT")) {
        client.endpoints().add(endpoint(IP.client(2)).subflow());
      }
      if (name().contains("SIGNAL_AT_CLIENT")) {
        client.endpoints().add(endpoint(IP.client(2)).signal());
      }
      if (name().contains("SUBFLOW_AT_SERVER")) {
        server.endpoints().add(endpoint(IP.server(2)).subflow());
      }
      if (name().contains("SIGNAL_AT_SERVER")) {
        server.endpoints().add(endpoint(IP.server(2)).signal());
      }
    }
  }

  @BeforeEach
  void allowWhatever(MptcpHost client, MptcpHost server) {
    client.limits().set(subflows(4), addAddrAccepted(4));
    server.limits().set(subflows(4), addAddrAccepted(4));
  }

  @ParameterizedTest
  @EnumSource
  void byHand(Endpoints endpoints, MptcpHost client, MptcpHost server) {
    endpoints.configure(client, server);

    connectsOver(endpoints.paths(), client, server);
  }

  @Test
  void byMptcpd(MptcpHost client, MptcpHost server) {
    try (RunningCommand daemon =
        client
            .guest()
            .start(
                "/usr/libexec/mptcpd",
                "--addr-flags=subflow",
                "--notify-flags=existing,skip_link_local,skip_loopback")) {
      await("an endpoint for the second address")
          .atMost(LIMIT)
          .failFast("mptcpd ended", () -> !daemon.isRunning())
          .untilAsserted(
              () ->
                  assertThat(client.endpoints().list())
                      .contains(endpoint(IP.client(2)).dev("eth2").subflow()));

      connectsOver(List.of(IP.path(1, 1), IP.path(2, 1)), client, server);
    }
  }

  private static void connectsOver(List<String> paths, MptcpHost client, MptcpHost server) {
    try (Flow flow = Flow.brief(client, server, IP.server(1))) {
      flow.awaitArrival();
      await("these paths and no others: " + paths)
          .atMost(LIMIT)
          .during(STABLE)
          .untilAsserted(
              () ->
                  assertThat(client.subflows())
                      .established()
                      .hasPaths(paths.toArray(String[]::new)));
      assertThat(client.sockets())
          .mptcp(flow.connection())
          .hasSubflows(paths.size() - 1)
          .isNotFallback();
      flow.finish();
    }
  }
}
