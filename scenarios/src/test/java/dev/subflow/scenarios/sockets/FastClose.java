// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.sockets;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.packet.Packets.dss;
import static dev.subflow.packet.Packets.mpFastclose;
import static dev.subflow.packet.Packets.rst;
import static dev.subflow.scenarios.support.Eventually.eventually;

import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.mptcp.Connection;
import dev.subflow.packet.PacketMatcher;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.scenarios.support.SocketPuppet;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import dev.subflow.wire.Direction;
import dev.subflow.wire.LiveWire;
import dev.subflow.wire.Trigger;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A connection that is not closed in good order ends at once, at both ends. */
@Tag("quick")
@SubflowTest
@UsesTopology(TwoPaths.class)
@Rfc8684("3.5")
class FastClose {
  private static final int SENT = 1000;

  @ParameterizedTest
  @EnumSource
  void closeWithUnreadData(IpVersion ip, MptcpHost client, MptcpHost server, LiveWire path1) {
    var atClient = client.countersFromNow();
    var atServer = server.countersFromNow();
    try (SocketPuppet there = SocketPuppet.listening(server, 5);
        SocketPuppet here = SocketPuppet.on(client)) {
      here.connect(1, ip.server(1));
      there.ask("1 accept 0");
      here.ask("1 send write " + SENT);
      there.ask("1 recv peek 1");

      there.ask("1 close");

      assertThat(here.refused("1 recv read 1")).isEqualTo("ECONNRESET");
      eventually(
          "the server's counter", () -> assertThat(atServer.change()).has("MPFastcloseTx", 1));
      assertThat(atClient.change()).has("MPFastcloseRx", 1).hasZero("MPFastcloseTx");
      assertGone(client, server);
    }
    assertThat(path1).contains(mpFastclose().sentBy("server")).doesNotContain(dataFin("server"));
  }

  @ParameterizedTest
  @EnumSource
  void closeWithoutLingering(IpVersion ip, MptcpHost client, MptcpHost server, LiveWire path1) {
    var atClient = client.countersFromNow();
    var atServer = server.countersFromNow();
    try (SocketPuppet there = SocketPuppet.listening(server, 5);
        SocketPuppet here = SocketPuppet.on(client)) {
      here.connect(1, ip.server(1));
      there.ask("1 accept 0");
      here.ask("1 send write " + SENT);
      there.ask("1 recv read " + SENT);

      here.ask("1 set SO_LINGER 0");
      here.ask("1 close");

      assertThat(there.refused("1 recv read 1")).isEqualTo("ECONNRESET");
      eventually(
          "the client's counter", () -> assertThat(atClient.change()).has("MPFastcloseTx", 1));
      assertThat(atServer.change()).has("MPFastcloseRx", 1).hasZero("MPFastcloseTx");
      assertGone(client, server);
    }
    assertThat(path1).contains(mpFastclose().sentBy("client")).doesNotContain(dataFin("client"));
  }

  @ParameterizedTest
  @CsvSource({"IPV4, unread", "IPV6, unread", "IPV4, linger", "IPV6, linger"})
  void eachSubflowIsResetOnce(
      IpVersion ip,
      String why,
      MptcpHost client,
      MptcpHost server,
      LiveWire path1,
      LiveWire path2) {
    client.endpoints().add(endpoint(ip.client(2)).dev("eth2").subflow());
    try (SocketPuppet there = SocketPuppet.listening(server, 5);
        SocketPuppet here = SocketPuppet.on(client)) {
      here.meet(there, ip.server(1));
      eventually("the second subflow", () -> assertThat(there.info(1)).hasSubflows(2));
      here.ask("1 send write " + SENT);
      if (why.equals("unread")) {
        there.ask("1 recv peek " + SENT / 2);
        here.ask("1 send write " + SENT);
      } else {
        there.ask("1 recv read " + SENT);
        there.ask("1 set SO_LINGER 0");
      }
      eventually(
          "nothing is on its way",
          () -> assertThat(here.ask("1 queues").path("outq").asInt()).isZero());

      List<Trigger> twice =
          Stream.of(path1, path2)
              .map(p -> p.when(Direction.from("server"), rst()).frames(2).then(() -> {}))
              .toList();
      there.ask("1 close");

      assertThat(here.refused("1 recv read 1")).isEqualTo("ECONNRESET");
      assertGone(client, server);
      assertThat(twice).as("resets of a subflow").noneMatch(Trigger::hasFired);
    }
    // What the client resets itself when it is told first, the server need not reset.
    assertThat(path1).contains(rst().sentBy("server")).contains(mpFastclose().sentBy("server"));
    assertThat(path2).doesNotContain(rst().sentBy("server").withoutMptcp());
  }

  @ParameterizedTest
  @EnumSource
  void closeInGoodOrderIsNone(IpVersion ip, MptcpHost client, MptcpHost server, LiveWire path1) {
    var atClient = client.countersFromNow();
    try (SocketPuppet there = SocketPuppet.listening(server, 5);
        SocketPuppet here = SocketPuppet.on(client)) {
      here.connect(1, ip.server(1));
      there.ask("1 accept 0");
      here.ask("1 send write " + SENT);
      there.ask("1 recv read " + SENT);

      here.ask("1 close");

      assertThat(there.ask("1 recv read 1").path("bytes").asInt()).isZero();
      there.ask("1 close");
      assertThat(atClient.change()).hasZero("MPFastcloseTx", "MPFastcloseRx", "MPRstTx");
    }
    assertThat(path1).contains(dataFin("client")).doesNotContain(mpFastclose());
  }

  private static PacketMatcher dataFin(String host) {
    return dss().sentBy(host).dataFin();
  }

  private static void assertGone(MptcpHost... hosts) {
    for (MptcpHost host : hosts) {
      eventually(
          "no connection is left",
          () -> assertThat(host.sockets()).hasNo(Connection.toPort(SocketPuppet.PORT)));
    }
  }
}
