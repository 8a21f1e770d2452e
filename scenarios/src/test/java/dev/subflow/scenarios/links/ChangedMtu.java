// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.links;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.packet.Packets.anyTcp;
import static dev.subflow.packet.Packets.payload;
import static dev.subflow.scenarios.support.Eventually.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.scenarios.support.SocketPuppet;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import dev.subflow.wire.Direction;
import dev.subflow.wire.LiveWire;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The size of packets changes while data is sent; the mappings go with the bytes. */
@SubflowTest
@UsesTopology(TwoPaths.class)
@Rfc8684("3.3.1")
class ChangedMtu {
  private static final int BYTES = 1 << 20;

  /** Smaller packets that wait are merged into a probe of a larger size. */
  @ParameterizedTest
  @EnumSource
  void foundByProbing(IpVersion ip, MptcpHost client, MptcpHost server, LiveWire path1) {
    client.sysctls().set("net.ipv4.tcp_mtu_probing", 2);
    client.sysctls().set("net.ipv4.tcp_base_mss", 400);
    client.endpoints().add(endpoint(ip.client(2)).dev("eth2").subflow());
    var atClient = client.countersFromNow();
    var atServer = server.countersFromNow();
    try (SocketPuppet there = SocketPuppet.listening(server, 5);
        SocketPuppet here = SocketPuppet.on(client)) {
      here.meet(there, ip.server(1));
      eventually("the second subflow", () -> assertThat(there.info(1)).hasSubflows(2));
      Supplier<JsonNode> sending = here.begin("1 send eor " + BYTES);
      assertThat(there.ask("1 recv read " + BYTES).path("intact").asBoolean()).isTrue();
      SocketPuppet.done(sending);
      assertNothingBroke(here, there);
      assertThat(atClient.change()).hasAtLeast("TcpExtTCPMTUPSuccess", 1);
      assertThat(atServer.change()).hasZero("DSSCorruptionFallback", "DSSCorruptionReset");
    }
    assertThat(path1)
        .contains(anyTcp().sentBy("client").where("small", s -> isAbout(s.payloadLength(), 400)))
        .contains(anyTcp().sentBy("client").where("larger", s -> s.payloadLength() > 600));
  }

  private static boolean isAbout(int length, int size) {
    return length > size - 60 && length <= size;
  }

  @ParameterizedTest
  @EnumSource
  void ofALinkThatIsChanged(
      IpVersion ip, MptcpHost client, MptcpHost server, LiveWire path1, LiveWire path2) {
    client.endpoints().add(endpoint(ip.client(2)).dev("eth2").subflow());
    var atServer = server.countersFromNow();
    try (SocketPuppet there = SocketPuppet.listening(server, 5);
        SocketPuppet here = SocketPuppet.on(client)) {
      here.meet(there, ip.server(1));
      eventually("the second subflow", () -> assertThat(there.info(1)).hasSubflows(2));
      for (int mtu : List.of(1300, 1500, 1300)) {
        Supplier<JsonNode> sending = here.begin("1 send write " + BYTES / 2);
        for (String nic : List.of("eth1", "eth2")) {
          client.guest().succeed("ip", "link", "set", nic, "mtu", Integer.toString(mtu));
        }
        assertThat(there.ask("1 recv read " + BYTES / 2).path("intact").asBoolean()).isTrue();
        SocketPuppet.done(sending);
      }
      assertNothingBroke(here, there);
      assertThat(atServer.change()).hasZero("DSSCorruptionFallback", "DSSCorruptionReset");
      var large =
          List.of(path1, path2).stream()
              .map(
                  p ->
                      p.when(
                              Direction.from("client"),
                              payload().where("large", s -> s.payloadLength() > 1300))
                          .then(() -> {}))
              .toList();
      here.ask("1 send write 20000");
      assertThat(there.ask("1 recv read 20000").path("intact").asBoolean()).isTrue();
      assertThat(large).noneMatch(t -> t.hasFired());
    }
  }

  private static void assertNothingBroke(SocketPuppet here, SocketPuppet there) {
    for (SocketPuppet end : List.of(here, there)) {
      assertThat(end.info(1)).hasSubflows(2);
      assertThat(end.info(1).mptcp().fallback()).isFalse();
    }
  }
}
