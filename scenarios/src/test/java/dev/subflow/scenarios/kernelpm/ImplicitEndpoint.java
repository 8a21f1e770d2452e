// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.kernelpm;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointChange.FULLMESH;
import static dev.subflow.mptcp.EndpointFlag.IMPLICIT;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.mptcp.Limits.addAddrAccepted;
import static dev.subflow.mptcp.Limits.subflows;
import static dev.subflow.scenarios.support.Eventually.eventually;

import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.scenarios.support.Flow;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An address that a join uses without being an endpoint becomes an {@code implicit} one. */
@SubflowTest
@UsesTopology(TwoPaths.class)
@Rfc8684("3.4")
class ImplicitEndpoint {
  @ParameterizedTest
  @EnumSource
  void appearsAndKeepsItsId(IpVersion ip, MptcpHost client, MptcpHost server) {
    client.limits().set(subflows(1), addAddrAccepted(1));
    server.endpoints().add(endpoint(ip.server(2)).signal());
    assertThat(client.endpoints().list()).isEmpty();

    try (Flow flow = Flow.brief(client, server, ip.server(1))) {
      eventually(
          "the address of the join",
          () ->
              assertThat(client.endpoints().list())
                  .containsExactly(endpoint(ip.client(2)).id(1).with(IMPLICIT)));
      flow.awaitArrival();
      eventually(
          "the join",
          () -> assertThat(client.subflows()).established().hasPaths(ip.path(1, 1), ip.path(2, 2)));
      assertThat(client.sockets()).mptcp(flow.connection()).hasSubflows(1).hasAddAddrAccepted(1);

      // Its id is known to the peer, so it can't change ...
      assertThat(client.endpoints().tryAdd(endpoint(ip.client(2)).id(33).signal())).isFailure();
      assertThat(client.endpoints().tryChange(1, FULLMESH))
          .isFailure()
          .complained("invalid addr flags");
      assertThat(client.endpoints().list())
          .containsExactly(endpoint(ip.client(2)).id(1).with(IMPLICIT));

      // ... but what it is for can.
      client.endpoints().add(endpoint(ip.client(2)).signal());
      assertThat(client.endpoints().list()).containsExactly(endpoint(ip.client(2)).id(1).signal());
      flow.finish();
    }
  }
}
