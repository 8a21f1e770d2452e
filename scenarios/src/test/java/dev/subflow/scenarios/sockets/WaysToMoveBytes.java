// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.sockets;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.scenarios.Eventually.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.scenarios.IpVersion;
import dev.subflow.scenarios.SocketPuppet;
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
    List<String> takes = List.of("peek", "read", "peekall", "splice", "read");
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

  private static void assertSame(JsonNode sent, JsonNode received, String how) {
    assertThat(received.path("bytes").asInt()).as("bytes by %s", how).isEqualTo(EACH);
    assertThat(received.path("sha256")).as("hash by %s", how).isEqualTo(sent.path("sha256"));
    assertThat(received.path("intact").asBoolean()).as("what came by %s", how).isTrue();
  }
}
