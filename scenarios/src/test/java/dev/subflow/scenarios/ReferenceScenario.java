// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.mptcp.Limits.addAddrAccepted;
import static dev.subflow.mptcp.Limits.subflows;
import static org.awaitility.Awaitility.await;

import dev.subflow.junit.Cables;
import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.mptcp.Connection;
import dev.subflow.scenarios.support.SocketDemo;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.SharedLan;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The reference scenario: a client and a server with two NICs each on one LAN, the demo program
 * between them, and the steps that one types by hand, each judged on what {@code ss} and {@code ip
 * mptcp} say after it.
 */
@Tag("reference")
@SubflowTest
@UsesTopology(SharedLan.class)
@Rfc8684({"3.1", "3.2", "3.4"})
class ReferenceScenario {
  private static final String SERVER = "192.168.53.37";
  private static final String CLIENT_ENS2 = "192.168.53.210";
  private static final String CLIENT_ENS3 = "192.168.53.38";

  /**
   * Time that answers take where nothing depends on it; the other test has the demo's own second.
   */
  private static final Duration ANSWER = Duration.ofMillis(100);

  private static final String ENS2_TO_SERVER = CLIENT_ENS2 + " " + SERVER;
  private static final String ENS3_TO_SERVER = CLIENT_ENS3 + " " + SERVER;

  @Test
  void stepsOfTheNotes(MptcpHost client, MptcpHost server) {
    // ip mptcp limits set subflow 2; ip mptcp limits set add_addr_accepted 2
    client.limits().set(subflows(2));
    client.limits().set(addAddrAccepted(2));
    assertThat(client.limits().get()).hasSubflows(2).hasAddAddrAccepted(2);

    // what a host has that was set up by others: an endpoint for each NIC
    client.endpoints().add(endpoint(CLIENT_ENS2).id(1).subflow());
    client.endpoints().add(endpoint(CLIENT_ENS3).id(2).subflow());
    assertThat(client.endpoints().list())
        .containsExactly(
            endpoint(CLIENT_ENS2).id(1).subflow(), endpoint(CLIENT_ENS3).id(2).subflow());

    // ip mptcp endpoint delete id 1; ip mptcp endpoint delete id 2
    client.endpoints().delete(1);
    client.endpoints().delete(2);
    assertThat(client.endpoints().list()).isEmpty();

    // ip mptcp endpoint add 192.168.53.210 dev ens2 subflow
    client.endpoints().add(endpoint(CLIENT_ENS2).id(1).dev("ens2").subflow());

    try (SocketDemo demo = SocketDemo.start(server, client, SERVER, ANSWER)) {
      Connection connection = demo.connection();

      // ss -ieMl on the server, ss -iaM on both: one connection on one path
      assertThat(server.ss("-ieMl")).listensOn(SocketDemo.PORT);
      demo.awaitMoreAnswers(1, Duration.ofSeconds(20));
      assertThat(client.ss("-iaM"))
          .mptcp(connection)
          .isEstablished()
          .hasRemoteKey()
          .hasSubflows(0)
          .isNotFallback();
      assertThat(server.ss("-iaM"))
          .mptcp(connection.reversed())
          .isEstablished()
          .hasSubflows(0)
          .isNotFallback();
      assertThat(client.subflows()).established().hasPaths(ENS2_TO_SERVER);

      // ip mptcp endpoint add 192.168.53.38 dev ens3 subflow: a second path comes
      client.endpoints().add(endpoint(CLIENT_ENS3).id(2).dev("ens3").subflow());
      awaitPaths(client, ENS2_TO_SERVER, ENS3_TO_SERVER);
      assertThat(client.ss("-iaM")).mptcp(connection).hasSubflows(1);
      assertThat(server.ss("-iaM")).mptcp(connection.reversed()).hasSubflows(1);

      demo.awaitMoreAnswers(1, Duration.ofSeconds(30));
      assertThat(client.subflows()).established().hasPaths(ENS2_TO_SERVER, ENS3_TO_SERVER);

      // ip mptcp endpoint delete id 2: its path goes, the other carries on
      client.endpoints().delete(2);
      awaitPaths(client, ENS2_TO_SERVER);
      assertThat(client.endpoints().list())
          .containsExactly(endpoint(CLIENT_ENS2).id(1).dev("ens2").subflow());

      // and back
      client.endpoints().add(endpoint(CLIENT_ENS3).id(2).dev("ens3").subflow());
      awaitPaths(client, ENS2_TO_SERVER, ENS3_TO_SERVER);

      // ip mptcp endpoint delete id 1: the path that the connection began with goes, and comes back
      client.endpoints().delete(1);
      awaitPaths(client, ENS3_TO_SERVER);
      demo.awaitMoreAnswers(1, Duration.ofSeconds(30));
      client.endpoints().add(endpoint(CLIENT_ENS2).id(1).dev("ens2").subflow());
      awaitPaths(client, ENS2_TO_SERVER, ENS3_TO_SERVER);

      demo.awaitMoreAnswers(1, Duration.ofSeconds(30));
      assertThat(client.ss("-iaM"))
          .mptcp(connection)
          .isEstablished()
          .hasSubflowsTotal(2)
          .isNotFallback();
      assertThat(demo.serverOutput()).contains("A", "B", "C");
    }
  }

  @Test
  void demoKeepsAnsweringWhileOnePathIsCut(MptcpHost client, MptcpHost server, Cables cables) {
    client.limits().set(subflows(2), addAddrAccepted(2));
    client.endpoints().add(endpoint(CLIENT_ENS3).dev("ens3").subflow());
    try (SocketDemo demo = SocketDemo.start(server, client, SERVER)) {
      awaitPaths(client, ENS2_TO_SERVER, ENS3_TO_SERVER);
      demo.awaitMoreAnswers(2, Duration.ofSeconds(20));

      cables.pull("client", "ens2");
      demo.awaitMoreAnswers(3, Duration.ofSeconds(60));

      cables.plug("client", "ens2");
      demo.awaitMoreAnswers(2, Duration.ofSeconds(60));

      assertThat(client.sockets()).mptcp(demo.connection()).isNotFallback();
    }
  }

  private static void awaitPaths(MptcpHost client, String... paths) {
    await("subflows on " + String.join(" and on ", paths))
        .atMost(Duration.ofSeconds(15))
        .untilAsserted(() -> assertThat(client.subflows()).established().hasPaths(paths));
  }
}
