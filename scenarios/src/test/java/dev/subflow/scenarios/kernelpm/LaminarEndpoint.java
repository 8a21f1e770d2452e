// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.kernelpm;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.mptcp.Limits.addAddrAccepted;
import static dev.subflow.mptcp.Limits.subflows;
import static dev.subflow.scenarios.support.Eventually.eventually;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.subflow.guest.KernelUnderTest;
import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.scenarios.support.Flow;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A {@code laminar} endpoint: joins to announced addresses come from it, whatever routing says. */
@SubflowTest
@UsesTopology(TwoPaths.class)
@Rfc8684({"3.2", "3.4.1"})
class LaminarEndpoint {
  @ParameterizedTest
  @CsvSource({"IPV4, 10.0.2.77, /24", "IPV6, fd00:2::77, /64"})
  void isTheSourceOfJoinsToAnnouncedAddresses(
      IpVersion ip,
      String laminar,
      String prefix,
      KernelUnderTest kernel,
      MptcpHost client,
      MptcpHost server) {
    assumeTrue(
        kernel.isAtLeast(6, 18),
        () -> "kernel " + kernel.release() + " has no laminar endpoints; 6.18 has");
    client.limits().set(subflows(1), addAddrAccepted(1));
    // Routing prefers the NIC's first address: AnnouncedAddress.clientJoinsToIt.
    client
        .guest()
        .succeed(
            "ip", "addr", "add", laminar + prefix, "dev", "eth2", "nodad", "preferred_lft", "0");
    client.endpoints().add(endpoint(laminar).dev("eth2").laminar());
    server.endpoints().add(endpoint(ip.server(2)).signal());
    var atServer = server.countersFromNow();

    try (Flow flow = Flow.brief(client, server, ip.server(1))) {
      eventually(
          "a join from the laminar address",
          () ->
              assertThat(client.subflows())
                  .established()
                  .hasPaths(ip.path(1, 1), laminar + " " + ip.server(2)));
      eventually(
          "the join at the server", () -> assertThat(atServer.change()).has("MPJoinAckRx", 1));
      flow.awaitArrival();

      assertThat(client.sockets()).mptcp(flow.connection()).hasSubflows(1).hasAddAddrAccepted(1);
      flow.finish();
    }
  }
}
