// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.mptcp.Limits.subflows;

import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.mptcp.Counters;
import dev.subflow.mptcp.TcpSocket;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A payload crosses two paths at once and arrives intact. */
@SubflowTest
@UsesTopology(TwoPaths.class)
@Rfc8684({"3.2", "3.3"})
class TwoPathsCarryThePayload {
  private static final long PAYLOAD = 8 << 20;

  @ParameterizedTest
  @CsvSource({"10.0.1.2, 10.0.2.1", "fd00:1::2, fd00:2::1"})
  void bothSubflowsCarryIt(
      String serverAddress, String secondAddress, MptcpHost client, MptcpHost server) {
    server.limits().set(subflows(1));
    client.limits().set(subflows(1));
    client.endpoints().add(endpoint(secondAddress).dev("eth2").subflow());
    Counters before = client.counters();

    try (Flow flow = Flow.start(client, server, serverAddress, PAYLOAD)) {
      Flow.Report arrived = flow.awaitArrival();

      assertThat(arrived.bytes()).isEqualTo(PAYLOAD);
      assertThat(arrived.fallback()).isFalse();
      var socket = assertThat(client.sockets()).mptcp(flow.connection());
      socket.hasSubflows(1).isNotFallback();
      List<TcpSocket> paths = client.subflows().subflows();
      assertThat(paths).hasSize(2);
      assertThat(paths)
          .as("each path carries a substantial part of the payload")
          .allSatisfy(path -> assertThat(path.bytesAcknowledged()).isGreaterThan(PAYLOAD / 20));
      assertThat(client.counters().delta(before)).has("MPTcpExtMPJoinSynAckRx", 1);
      flow.finish();
    }
  }
}
