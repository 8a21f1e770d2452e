// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.sockets;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.packet.Packets.anyTcp;
import static dev.subflow.packet.Packets.payload;
import static dev.subflow.scenarios.support.Eventually.eventually;

import dev.subflow.guest.KernelUnderTest;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UntilKernelDoes;
import dev.subflow.junit.UsesTopology;
import dev.subflow.mptcp.TcpSocket;
import dev.subflow.packet.PacketMatcher;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.scenarios.support.SocketPuppet;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import dev.subflow.wire.Direction;
import dev.subflow.wire.LiveWire;
import dev.subflow.wire.Trigger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Options of a connection hold for all of its subflows, those that come later too. */
@SubflowTest
@UsesTopology(TwoPaths.class)
class SocketOptions {
  private static final int TOS_AT = 15;

  @ParameterizedTest
  @EnumSource
  void markReachesEverySubflow(IpVersion ip, MptcpHost client, MptcpHost server) {
    try (SocketPuppet there = SocketPuppet.listening(server, 5);
        SocketPuppet here = SocketPuppet.on(client)) {
      here.meet(there, ip.server(1));
      assertThat(marks(client)).containsExactly("none");

      here.ask("1 set SO_MARK 42");
      assertThat(marks(client)).containsExactly("0x2a");

      client.endpoints().add(endpoint(ip.client(2)).dev("eth2").subflow());
      eventually(
          "the mark is on a subflow that comes later",
          () -> assertThat(marks(client)).containsExactly("0x2a", "0x2a"));

      here.ask("1 set SO_MARK 7");
      assertThat(marks(client)).containsExactly("0x7", "0x7");
      assertThat(here.ask("1 get SO_MARK").path("value").asInt()).isEqualTo(7);
    }
  }

  private static List<String> marks(MptcpHost host) {
    return host.subflows().subflows().stream().map(SocketOptions::mark).toList();
  }

  private static String mark(TcpSocket socket) {
    return socket.fields().find("fwmark").orElse("none");
  }

  @Test
  void typeOfServiceIsOnThePacketsOfEverySubflow(
      MptcpHost client, MptcpHost server, LiveWire path1, LiveWire path2) {
    IpVersion ip = IpVersion.IPV4;
    int tos = 0x28;
    client.endpoints().add(endpoint(ip.client(2)).dev("eth2").subflow());
    try (SocketPuppet there = SocketPuppet.listening(server, 5);
        SocketPuppet here = SocketPuppet.on(client)) {
      here.meet(there, ip.server(1));
      eventually("the second subflow", () -> assertThat(there.info(1)).hasSubflows(2));
      here.ask("1 set IP_TOS " + tos);
      assertThat(here.ask("1 get IP_TOS").path("value").asInt()).isEqualTo(tos);
      List<Trigger> others =
          List.of(path1, path2).stream()
              .map(p -> onPayload(p, f -> tos(f.bytes()) != tos))
              .toList();
      List<Trigger> marked =
          List.of(path1, path2).stream()
              .map(p -> onPayload(p, f -> tos(f.bytes()) == tos))
              .toList();

      var sending = here.begin("1 send write 300000");
      there.ask("1 recv read 300000");
      assertThat(sending.get().path("bytes").asInt()).isEqualTo(300_000);

      eventually(
          "packets with the type of service on both paths",
          () -> assertThat(marked).allMatch(Trigger::hasFired));
      assertThat(others).as("packets without it").noneMatch(Trigger::hasFired);
    }
  }

  private static Trigger onPayload(LiveWire path, PacketMatcher matcher) {
    return path.when(Direction.from("client"), payload().and(matcher)).then(() -> {});
  }

  private static int tos(byte[] frame) {
    // Bits 0 and 1 are ECN's.
    return frame[TOS_AT] & 0xfc;
  }

  @ParameterizedTest
  @EnumSource
  void readerIsToldWhatIsLeft(IpVersion ip, MptcpHost client, MptcpHost server) {
    try (SocketPuppet there = SocketPuppet.listening(server, 5);
        SocketPuppet here = SocketPuppet.on(client)) {
      here.meet(there, ip.server(1));
      here.ask("1 send write 3000");
      assertThat(there.ask("1 recv inq 500").has("inq")).as("a hint nobody asked for").isFalse();

      there.ask("1 set TCP_INQ 1");
      here.ask("1 send write 2000");
      eventually(
          "all of it has arrived",
          () ->
              assertThat(there.info(1).mptcp().get("bytes_received"))
                  .isEqualTo(5000 + SocketPuppet.GREETING));

      assertThat(there.ask("1 recv inq 500").path("inq").asInt()).isEqualTo(4000);
      assertThat(there.ask("1 recv inq 4000").path("inq").asInt()).isZero();
      assertThat(there.refused("1 set TCP_INQ 2")).isEqualTo("EINVAL");
    }
  }

  @Test
  @UntilKernelDoes(
      value =
          "TLS runs on MPTCP sockets (net/mptcp/sockopt.c); then write scenarios of kTLS over"
              + " several paths",
      seen = "TCP_ULP tls\" to fail|TLS is not refused")
  void upperLayerProtocolIsTaken(MptcpHost client, MptcpHost server) {
    try (SocketPuppet there = SocketPuppet.listening(server, 5);
        SocketPuppet here = SocketPuppet.on(client)) {
      here.meet(there, IpVersion.IPV4.server(1));

      assertThat(here.refused("1 set TCP_ULP tls"))
          .overridingErrorMessage("TLS is not refused with ENOPROTOOPT any more")
          .isEqualTo("ENOPROTOOPT");
      assertThat(here.ask("1 get TCP_ULP").path("value").asText()).isEqualTo("mptcp");
      here.ask("1 send write 1000");
      assertThat(there.ask("1 recv read 1000").path("intact").asBoolean()).isTrue();
      assertThat(client.sockets().established()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void segmentsAreAsSmallAsAskedFor(
      IpVersion ip, KernelUnderTest kernel, MptcpHost client, MptcpHost server, LiveWire path1) {
    int size = 1000;
    try (SocketPuppet there = SocketPuppet.listening(server, 5);
        SocketPuppet here = SocketPuppet.on(client)) {
      here.ask("1 socket mptcp " + (ip == IpVersion.IPV4 ? "4" : "6"));
      if (!kernel.isAtLeast(6, 17)) {
        assertThat(here.refused("1 set TCP_MAXSEG " + size)).isEqualTo("ENOPROTOOPT");
        return;
      }
      here.ask("1 set TCP_MAXSEG " + size);
      assertThat(here.ask("1 get TCP_MAXSEG").path("value").asInt()).isEqualTo(size);
      here.ask("1 connect " + ip.server(1) + " " + SocketPuppet.PORT);
      there.ask("1 accept 0");
      here.ask("1 send write 20000");
      assertThat(there.ask("1 recv read 20000").path("intact").asBoolean()).isTrue();
    }
    assertThat(path1)
        .containsAtLeast(20, anyTcp().sentBy("client").withPayload())
        .doesNotContain(anyTcp().where("with more", s -> s.payloadLength() > size));
  }
}
