// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.kernelsockets;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.mptcp.Limits.subflows;
import static dev.subflow.scenarios.kernelsockets.KernelSocketModule.PORT;
import static dev.subflow.scenarios.support.Eventually.eventually;

import dev.subflow.junit.Installs;
import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.mptcp.Connection;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Two modules that talk over sockets of the kernel's own, as in-kernel servers and clients do. */
@SubflowTest
@UsesTopology(TwoPaths.class)
@Installs("kernel-sockets")
class KernelSockets {
  @ParameterizedTest
  @EnumSource
  @Rfc8684({"3.1", "3.2"})
  void speakMptcpWithASecondSubflow(IpVersion ip, MptcpHost client, MptcpHost server) {
    server.limits().set(subflows(1));
    client.limits().set(subflows(1));
    client.endpoints().add(endpoint(ip.client(2)).dev("eth2").subflow());
    var atClient = client.countersFromNow();
    var atServer = server.countersFromNow();
    Connection connection = Connection.to(ip.server(1), PORT);

    var serving = KernelSocketModule.server(server, ip.server(1), "MPTCP");
    assertThat(server.listening()).listensOn(PORT);
    var asking = KernelSocketModule.client(client, ip.server(1), "MPTCP");
    serving.awaitLog("received: message 3");
    asking.awaitLog("received: answer to message 3");

    assertThat(serving.log())
        .containsSubsequence(
            "accepted a client",
            "received: message 1",
            "received: message 2",
            "received: message 3");
    eventually(
        "a second subflow",
        () -> {
          assertThat(client.sockets()).mptcp(connection).isEstablished().hasSubflows(1);
          assertThat(server.sockets()).mptcp(connection.reversed()).hasSubflows(1);
        });
    assertThat(client.sockets()).mptcp(connection).hasRemoteKey().isNotFallback();
    assertThat(client.subflows()).established().hasPaths(ip.path(1, 1), ip.path(2, 1));
    assertThat(atClient.change()).has("MPCapableSYNACKRX", 1).has("MPJoinSynAckRx", 1);
    assertThat(atServer.change()).has("MPCapableACKRX", 1).has("MPJoinAckRx", 1);

    asking.remove();
    serving.awaitLog("client left: 0");
    serving.remove();
    assertThat(server.listening()).doesNotListenOn(PORT);
    eventually("no socket is left", () -> assertThat(client.sockets()).isEmpty());
  }

  @ParameterizedTest
  @EnumSource
  void speakTcp(IpVersion ip, MptcpHost client, MptcpHost server) {
    var atClient = client.countersFromNow();

    var serving = KernelSocketModule.server(server, ip.server(1), "TCP");
    var asking = KernelSocketModule.client(client, ip.server(1), "TCP");
    asking.awaitLog("received: answer to message 2");

    assertThat(client.subflows().plain()).hasSize(1);
    assertThat(client.subflows().subflows()).isEmpty();
    assertThat(client.sockets()).isEmpty();
    assertThat(server.sockets()).isEmpty();
    assertThat(atClient.change()).hasZero("MPCapableSYNTX");
    asking.remove();
    serving.remove();
  }

  /** Each end waits for the other when it is unloaded: in recvmsg, and in accept. */
  @Test
  @Rfc8684("3.1")
  void serverMayGoFirst(MptcpHost client, MptcpHost server) {
    var serving = KernelSocketModule.server(server, "10.0.1.2", "MPTCP");
    var asking = KernelSocketModule.client(client, "10.0.1.2", "MPTCP");
    asking.awaitLog("received: answer to message 1");

    serving.remove();
    eventually(
        "the client notices",
        () ->
            assertThat(asking.log())
                .anyMatch(line -> line.startsWith("talking to 10.0.1.2 port 5555 failed")));
    asking.remove();

    KernelSocketModule.server(server, "10.0.1.2", "MPTCP").remove();
  }

  @ParameterizedTest
  @CsvSource({
    "protocol=SCTP, 'protocol is \"SCTP\", expected TCP or MPTCP'",
    "server_ip=nowhere, 'server_ip is \"nowhere\", expected an IP address'",
  })
  void badParametersAreRefused(String parameter, String complaint, MptcpHost client) {
    var result =
        KernelSocketModule.insert(client, "kernel_client", "server_ip=10.0.1.2", parameter);

    assertThat(result).isFailure();
    assertThat(client.guest().succeed("dmesg", "--notime").stdout()).contains(complaint);
    assertThat(client.guest().succeed("lsmod").stdout()).doesNotContain("kernel_client");
  }
}
