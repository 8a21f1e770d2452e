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
import dev.subflow.mptcp.SocketTable;
import dev.subflow.mptcp.SocketEnd;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.SharedLan;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * The reference scenario: a client and a server with two NICs each on one LAN, the demo program between them, and the
 * steps that one types by hand, each judged on what {@code ss} and {@code ip mptcp} say after it.
 */
@SubflowTest
@UsesTopology(SharedLan.class)
@Rfc8684({"3.1", "3.2", "3.4"})
class ReferenceScenario {
  private static final String SERVER = "192.168.53.37";
  private static final String CLIENT_ENS2 = "192.168.53.210";
  private static final String CLIENT_ENS3 = "192.168.53.38";

  @Test
  void stepsOfTheNotes(MptcpHost client, MptcpHost server) {
    try (SocketDemo demo = SocketDemo.start(server, client, SERVER)) {
      Connection connection = demo.connection();

      // ss -ieMl on the server
      assertThat(server.ss("-ieMl")).hasListening(SocketEnd.of("*", SocketDemo.PORT));

      // ss -iaM on both: one connection, one path
      await("the connection").untilAsserted(() -> assertThat(client.ss("-iaM")).hasEstablished(connection));
      assertThat(client.sockets()).mptcp(connection).hasSubflows(0).isNotFallback();
      demo.awaitMoreAnswers(1, Duration.ofSeconds(20));
      assertThat(client.endpoints().list()).isEmpty();

      // ip mptcp limits set subflow 2; ip mptcp limits set add_addr_accepted 2
      client.limits().set(subflows(2));
      client.limits().set(addAddrAccepted(2));
      assertThat(client.limits().get()).hasSubflows(2).hasAddAddrAccepted(2);

      // ip mptcp endpoint add 192.168.53.210 dev ens2 subflow; ... 192.168.53.38 dev ens3 subflow
      client.endpoints().add(endpoint(CLIENT_ENS2).id(1).dev("ens2").subflow());
      client.endpoints().add(endpoint(CLIENT_ENS3).id(2).dev("ens3").subflow());
      awaitSubflows(client, connection, 1);

      // ip mptcp endpoint delete id 2: the path of ens3 goes
      client.endpoints().delete(2);
      awaitSubflows(client, connection, 0);
      client.endpoints().delete(1);
      assertThat(client.endpoints().list()).isEmpty();

      // both back: the path of ens3 returns, that of ens2 is the one the connection began with
      client.endpoints().add(endpoint(CLIENT_ENS3).dev("ens3").subflow());
      client.endpoints().add(endpoint(CLIENT_ENS2).dev("ens2").subflow());
      awaitSubflows(client, connection, 1);

      demo.awaitMoreAnswers(2, Duration.ofSeconds(30));
      assertThat(demo.serverOutput()).contains("A").contains("B").contains("C");
    }
  }

  @Test
  void demoKeepsAnsweringWhileOnePathIsCut(MptcpHost client, MptcpHost server, Cables cables) {
    client.limits().set(subflows(2), addAddrAccepted(2));
    client.endpoints().add(endpoint(CLIENT_ENS3).dev("ens3").subflow());
    try (SocketDemo demo = SocketDemo.start(server, client, SERVER)) {
      awaitSubflows(client, demo.connection(), 1);
      demo.awaitMoreAnswers(2, Duration.ofSeconds(20));

      cables.pull("client", "ens2");
      demo.awaitMoreAnswers(3, Duration.ofSeconds(60));

      cables.plug("client", "ens2");
      demo.awaitMoreAnswers(2, Duration.ofSeconds(60));

      assertThat(client.sockets()).mptcp(demo.connection()).isNotFallback();
    }
  }

  private static void awaitSubflows(MptcpHost client, Connection connection, int count) {
    await(count + " additional subflows")
        .atMost(Duration.ofSeconds(15))
        .untilAsserted(
            () -> {
              SocketTable sockets = client.ss("-iaM");
              assertThat(sockets).mptcp(connection).hasSubflows(count);
            });
  }
}
