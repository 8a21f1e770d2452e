// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.sockets;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.scenarios.support.Eventually.eventually;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.subflow.guest.KernelUnderTest;
import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.mptcp.Connection;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.scenarios.support.SocketPuppet;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** However bytes are given to a socket and taken from one, they arrive as they were. */
@SubflowTest
@UsesTopology(TwoPaths.class)
@Rfc8684("3.3")
class WaysToMoveBytes {
  private static final int EACH = 150_001;

  @ParameterizedTest
  @EnumSource
  void everyWayOverTwoSubflows(IpVersion ip, MptcpHost client, MptcpHost server) {
    List<String> ways = List.of("write", "eor", "sendfile", "splice", "mmap");
    // No peeking while bytes come in: 7.3 may show them out of place
    // (harness/docs/kernel-notes.md).
    List<String> takes = List.of("read", "inq", "read", "splice", "inq");
    client.endpoints().add(endpoint(ip.client(2)).dev("eth2").subflow());
    try (SocketPuppet there = SocketPuppet.listening(server, 5);
        SocketPuppet here = SocketPuppet.on(client)) {
      here.meet(there, ip.server(1));
      eventually("the second subflow", () -> assertThat(there.info(1)).hasSubflows(2));
      for (int i = 0; i < ways.size(); i++) {
        String way = ways.get(i) + " " + EACH;
        String take = takes.get(i) + " " + EACH;
        var up = here.begin("1 send " + way);
        var arrived = there.ask("1 recv " + take);
        assertSame(up.get(), arrived, way + ", " + take);

        var down = there.begin("1 send " + way);
        var returned = here.ask("1 recv " + take);
        assertSame(down.get(), returned, way + " back, " + take);
      }
      long all = (long) EACH * ways.size();
      assertThat(here.info(1).mptcp().get("bytes_sent")).isEqualTo(all + SocketPuppet.GREETING);
      assertThat(here.info(1).mptcp().get("bytes_received")).isEqualTo(all);
      assertThat(here.info(1).mptcp().fallback()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void peekOfAllThatIsThere(IpVersion ip, MptcpHost client, MptcpHost server) {
    try (SocketPuppet there = SocketPuppet.listening(server, 5);
        SocketPuppet here = SocketPuppet.on(client)) {
      here.meet(there, ip.server(1));
      here.ask("1 send write 20000");
      awaitReceived(server, 20_000);
      assertThat(there.ask("1 recv peekall 20000").path("intact").asBoolean()).isTrue();
    }
  }

  /**
   * Kernels like 6.12 spin in it: {@code mptcp_recvmsg} moves no data to the queue that it looks at
   * while that is not empty, and {@code sk_wait_data} finds the other queue full each time.
   */
  @ParameterizedTest
  @EnumSource
  void peekWaitsForAll(IpVersion ip, KernelUnderTest kernel, MptcpHost client, MptcpHost server) {
    assumeTrue(
        kernel.isAtLeast(7, 3),
        () ->
            "kernel "
                + kernel.release()
                + " spins in recv(MSG_PEEK | MSG_WAITALL) when data comes in parts; 7.3 waits");
    try (SocketPuppet there = SocketPuppet.listening(server, 5);
        SocketPuppet here = SocketPuppet.on(client)) {
      here.meet(there, ip.server(1));
      here.ask("1 send write 4000");
      awaitReceived(server, 4000);
      var peeking = there.begin("1 recv peekall 8000");
      here.ask("1 send write 4000");
      assertThat(peeking.get().path("intact").asBoolean()).isTrue();
    }
  }

  private static void awaitReceived(MptcpHost server, int bytes) {
    eventually(
        bytes + " bytes have arrived",
        () ->
            assertThat(server.sockets())
                .mptcp(Connection.toPort(SocketPuppet.PORT).reversed())
                .hasReceivedAtLeast(bytes + SocketPuppet.GREETING));
  }

  private static void assertSame(JsonNode sent, JsonNode received, String how) {
    assertThat(received.path("bytes").asInt()).as("bytes by %s", how).isEqualTo(EACH);
    assertThat(received.path("sha256")).as("hash by %s", how).isEqualTo(sent.path("sha256"));
    assertThat(received.path("intact").asBoolean()).as("what came by %s", how).isTrue();
  }
}
