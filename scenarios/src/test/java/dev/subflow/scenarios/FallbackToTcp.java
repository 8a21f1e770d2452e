// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios;

import static dev.subflow.assertions.SubflowAssertions.assertThat;

import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.mptcp.Counters;
import dev.subflow.scenarios.Flow.Protocol;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import org.junit.jupiter.api.Test;

/** Where one end speaks plain TCP, the connection is plain TCP and works. */
@SubflowTest
@UsesTopology(TwoPaths.class)
@Rfc8684({"3.1", "3.7"})
class FallbackToTcp {
  private static final String SERVER = "10.0.1.2";
  private static final long PAYLOAD = 1 << 20;

  @Test
  void serverWithoutMptcp(MptcpHost client, MptcpHost server) {
    Counters before = client.counters();
    try (Flow flow =
        Flow.plan(client, server, SERVER).server(Protocol.TCP).bytes(PAYLOAD).start()) {
      flow.awaitArrival();

      assertThat(client.sockets()).mptcp(flow.connection()).isFallback();
      assertThat(server.sockets().established()).isEmpty();
      assertThat(flow.sent().fallback()).isTrue();
      assertThat(client.counters().delta(before))
          .has("MPTcpExtMPCapableSYNTX", 1)
          .has("MPTcpExtMPCapableFallbackSYNACK", 1);
      flow.finish();
    }
  }

  @Test
  void clientWithoutMptcp(MptcpHost client, MptcpHost server) {
    Counters before = server.counters();
    try (Flow flow =
        Flow.plan(client, server, SERVER).client(Protocol.TCP).bytes(PAYLOAD).start()) {
      Flow.Report arrived = flow.awaitArrival();

      assertThat(arrived.protocol())
          .as("protocol of the accepted socket")
          .isEqualToIgnoringCase("tcp");
      assertThat(client.sockets().established()).isEmpty();
      assertThat(server.sockets().established()).isEmpty();
      assertThat(server.counters().delta(before)).has("MPTcpExtMPCapableSYNRX", 0);
      flow.finish();
    }
  }
}
