// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.mptcp.Limits.subflows;
import static org.awaitility.Awaitility.await;

import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.mptcp.Counters;
import dev.subflow.scenarios.support.Flow;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A payload crosses two paths of 4 Mbit/s at once and arrives intact. The paths must be slower than
 * the guests on a busy machine: the scheduler fills the second one because the first is full.
 */
@Tag("quick")
@SubflowTest
@UsesTopology(TwoPaths.class)
@Rfc8684({"3.2", "3.3"})
class TwoPathsCarryThePayload {
  private static final long PAYLOAD = 2 << 20;

  @ParameterizedTest
  @CsvSource({"10.0.1.2, 10.0.1.1, 10.0.2.1", "fd00:1::2, fd00:1::1, fd00:2::1"})
  void bothSubflowsCarryIt(
      String serverAddress,
      String firstAddress,
      String secondAddress,
      MptcpHost client,
      MptcpHost server) {
    server.limits().set(subflows(1));
    client.limits().set(subflows(1));
    for (String nic : List.of("eth1", "eth2")) {
      client
          .guest()
          .succeed(
              "tc", "qdisc", "add", "dev", nic, "root", "netem", "rate", "4mbit", "limit", "50");
    }
    client.endpoints().add(endpoint(secondAddress).dev("eth2").subflow());
    Counters before = client.counters();

    try (Flow flow = Flow.plan(client, server, serverAddress).bytes(PAYLOAD).waiting().start()) {
      // Linux 6.12 refuses a join whose data overtook it while the receiver held the connection
      // (__mptcp_finish_join: out_of_order_queue), so the payload waits until both paths are there.
      await("second subflow")
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(server.sockets()).mptcp(flow.connection().reversed()).hasSubflows(1));
      flow.send();
      Flow.Report arrived = flow.awaitArrival();

      assertThat(arrived.bytes()).isEqualTo(PAYLOAD);
      assertThat(arrived.fallback()).isFalse();
      var socket = assertThat(client.sockets()).mptcp(flow.connection());
      socket.hasSubflows(1).isNotFallback();
      assertThat(client.subflows())
          .established()
          .hasPaths(firstAddress + " " + serverAddress, secondAddress + " " + serverAddress)
          .allCarriedAtLeast(PAYLOAD / 10);
      assertThat(client.counters().delta(before)).has("MPTcpExtMPJoinSynAckRx", 1);
      flow.finish();
    }
  }
}
