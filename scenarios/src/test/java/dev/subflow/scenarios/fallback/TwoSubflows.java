// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.fallback;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.scenarios.support.Eventually.eventually;

import dev.subflow.mptcp.EndpointSpec;
import dev.subflow.scenarios.support.Flow;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.stack.MptcpHost;

/** A connection of two subflows of which a chosen one carries the payload. */
final class TwoSubflows {
  private TwoSubflows() {}

  /**
   * Starts a flow that waits, and waits itself until both subflows are there and both ends know
   * that the one on the other path is backup.
   */
  static Flow payloadOn(int path, IpVersion ip, MptcpHost client, MptcpHost server, long payload) {
    for (int each = 1; each <= 2; each++) {
      EndpointSpec endpoint = endpoint(ip.client(each)).dev("eth" + each).subflow();
      client.endpoints().add(each == path ? endpoint : endpoint.backup());
    }
    Flow flow = Flow.plan(client, server, ip.server(1)).bytes(payload).waiting().start();
    eventually(
        "two subflows, one of them backup",
        () -> {
          assertThat(server.sockets()).mptcp(flow.connection().reversed()).hasSubflows(1);
          assertThat(client.sockets()).mptcp(flow.connection()).hasSubflows(1);
          for (MptcpHost host : new MptcpHost[] {client, server}) {
            assertThat(host.subflows()).tcp(ip.between(3 - path, 1)).isBackup();
            assertThat(host.subflows()).tcp(ip.between(path, 1)).isFullyEstablished().isNotBackup();
          }
        });
    return flow;
  }
}
