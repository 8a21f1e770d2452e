// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.questions;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.mptcp.Limits.subflows;
import static dev.subflow.mptcp.MptcpEvent.Type.ESTABLISHED;
import static dev.subflow.mptcp.MptcpEvent.Type.SF_ESTABLISHED;
import static dev.subflow.scenarios.support.Eventually.eventually;

import dev.subflow.guest.CommandResult;
import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.mptcp.Connection;
import dev.subflow.mptcp.MptcpSocket;
import dev.subflow.mptcp.PathManager;
import dev.subflow.mptcp.SocketEnd;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.scenarios.support.SocketDemo;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Are the two path managers interchangeable, or a division of labour? The same hosts with two
 * connections, driven by each: the kernel's has one policy for all and needs nobody; one in
 * userspace decides for each connection, and nothing happens without it.
 */
@SubflowTest
@UsesTopology(TwoPaths.class)
@Rfc8684("3.2")
class KernelOrUserspace {
  private static final IpVersion IP = IpVersion.IPV4;
  private static final Duration ANSWER = Duration.ofMillis(100);
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int ID = 9;

  @BeforeEach
  void configureASecondPath(MptcpHost client, MptcpHost server) {
    server.limits().set(subflows(2));
    client.limits().set(subflows(2));
    client.endpoints().add(endpoint(IP.client(2)).dev("eth2").subflow());
  }

  @Test
  void theKernelGivesTheSecondPathToEachConnection(MptcpHost client, MptcpHost server) {
    try (SocketDemo one = SocketDemo.start(server, client, IP.server(1), ANSWER);
        SocketDemo other = one.another(client)) {
      one.awaitMoreAnswers(2, LIMIT);
      other.awaitMoreAnswers(2, LIMIT);

      eventually(
          "the second path of both",
          () ->
              assertThat(client.subflows())
                  .established()
                  .hasPaths(IP.path(1, 1), IP.path(2, 1), IP.path(1, 1), IP.path(2, 1)));
      assertThat(orderSubflow(client, client.sockets().established().get(0)))
          .as("an order for one connection alone")
          .isFailure()
          .complained("userspace PM not selected");
    }
  }

  @Test
  void userspaceGivesItToTheOneItChooses(MptcpHost client, MptcpHost server) {
    client.sysctls().setPathManager(PathManager.USERSPACE);

    try (var daemon = client.monitor();
        SocketDemo one = SocketDemo.start(server, client, IP.server(1), ANSWER)) {
      daemon.await(ESTABLISHED);
      MptcpSocket chosen = client.sockets().established().get(0);
      try (SocketDemo other = one.another(client)) {
        daemon.await(ESTABLISHED);
        one.awaitMoreAnswers(2, LIMIT);
        other.awaitMoreAnswers(2, LIMIT);
        assertThat(client.subflows())
            .as("the endpoint alone does nothing")
            .established()
            .hasPaths(IP.path(1, 1), IP.path(1, 1));

        assertThat(orderSubflow(client, chosen)).isSuccess();
        daemon.await(SF_ESTABLISHED);
        assertThat(client.subflows())
            .established()
            .hasPaths(IP.path(1, 1), IP.path(2, 1), IP.path(1, 1));
        assertThat(client.sockets()).mptcp(connection(chosen)).hasSubflows(1);
        other.awaitMoreAnswers(1, LIMIT);
      }
    }
  }

  private static CommandResult orderSubflow(MptcpHost client, MptcpSocket of) {
    return client
        .orders(connection(of))
        .tryCreate(
            endpoint(IP.client(2)).id(ID).dev("eth2"), SocketEnd.of(IP.server(1), SocketDemo.PORT));
  }

  private static Connection connection(MptcpSocket socket) {
    return new Connection(socket.local(), socket.peer());
  }
}
