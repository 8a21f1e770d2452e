// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet;

import static dev.subflow.packet.Packets.addAddr;
import static dev.subflow.packet.Packets.anyTcp;
import static dev.subflow.packet.Packets.anything;
import static dev.subflow.packet.Packets.arp;
import static dev.subflow.packet.Packets.joinedSubflow;
import static dev.subflow.packet.Packets.payload;
import static dev.subflow.packet.Packets.pureAck;
import static dev.subflow.packet.Packets.syn;
import static dev.subflow.packet.Packets.synAck;
import static dev.subflow.packet.Packets.udp;
import static dev.subflow.packet.TestPackets.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.packet.mptcp.MptcpSubtype;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class PacketMatcherTest {
  private static final Map<String, Frame> ALL =
      Map.of(
          "syn", segment().flags(TcpFlag.SYN).options(TestPackets.MP_CAPABLE_SYN).frame(),
          "synAck", segment().flags(TcpFlag.SYN, TcpFlag.ACK).frame(),
          "back", segment().back().frame(),
          "data", segment().options(TestPackets.DSS).payload("x").frame(),
          "fin", segment().flags(TcpFlag.FIN, TcpFlag.ACK).frame(),
          "announce", segment().options(TestPackets.ADD_ADDR).frame(),
          "echo", segment().options(TestPackets.ADD_ADDR_ECHO).frame(),
          "udp", TestPackets.udp("10.0.1.1", "10.0.1.2", "x"),
          "arp", TestPackets.arp(1, "10.0.1.1", "10.0.1.2"));

  private static Frame packet(String name) {
    return Objects.requireNonNull(ALL.get(name), name);
  }

  private static List<String> matched(PacketMatcher matcher) {
    return ALL.keySet().stream().filter(n -> matcher.matches(packet(n))).sorted().toList();
  }

  @Test
  void eachMatchesWhatItsNameSays() {
    assertThat(matched(anything())).hasSize(9);
    assertThat(matched(anyTcp())).hasSize(7);
    assertThat(matched(arp())).containsExactly("arp");
    assertThat(matched(udp())).containsExactly("udp");
    assertThat(matched(syn())).containsExactly("syn");
    assertThat(matched(synAck())).containsExactly("synAck");
    assertThat(matched(pureAck())).containsExactly("announce", "back", "echo");
    assertThat(matched(payload())).containsExactly("data");
    assertThat(matched(anyTcp().flag(TcpFlag.FIN))).containsExactly("fin");
    assertThat(matched(anyTcp().withMptcp())).containsExactly("announce", "data", "echo", "syn");
    assertThat(matched(anyTcp().withMptcp(MptcpSubtype.ADD_ADDR)))
        .containsExactly("announce", "echo");
    assertThat(matched(addAddr().echo())).containsExactly("echo");
    assertThat(matched(anyTcp().from("10.0.1.2"))).containsExactly("back");
    assertThat(matched(anything().from("10.0.1.1").and(anyTcp().not()))).containsExactly("udp");
    assertThat(matched(anything().to("10.0.1.1"))).containsExactly("back");
    assertThat(matched(anyTcp().fromPort(9735))).containsExactly("back");
    assertThat(matched(anyTcp().toPort(40000))).containsExactly("back");
  }

  @Test
  void combine() {
    assertThat(matched(anyTcp().withMptcp().and(payload().not()).and(syn().not())))
        .containsExactly("announce", "echo");
    assertThat(matched(syn().or(arp()))).containsExactly("arp", "syn");
    assertThat(syn().and(payload().not()).or(arp())).hasToString("SYN and not (payload) or ARP");
  }

  @Test
  void count() {
    Frame syn = packet("syn");
    Frame arp = packet("arp");
    PacketMatcher first = syn().first(2);
    PacketMatcher later = syn().after(2);
    for (int i = 0; i < 5; i++) {
      assertThat(first.matches(syn)).as("first, %d", i).isEqualTo(i < 2);
      assertThat(later.matches(syn)).as("after, %d", i).isEqualTo(i >= 2);
      assertThat(first.matches(arp) || later.matches(arp)).isFalse();
    }
    assertThat(syn().first(0).matches(syn)).isFalse();
    assertThat(first).hasToString("first 2 of (SYN)");
  }

  @Test
  void knowJoinedSubflowsFromTheirSyn() {
    PacketMatcher joined = joinedSubflow();
    assertThat(joined.matches(packet("data"))).isFalse();
    assertThat(
            joined.matches(segment().flags(TcpFlag.SYN).options(TestPackets.MP_JOIN_SYN).frame()))
        .isTrue();
    assertThat(joined.matches(packet("data"))).isTrue();
    assertThat(joined.matches(packet("back"))).isTrue();
    assertThat(joined.matches(segment("10.0.1.9", "10.0.1.2").frame())).isFalse();
    assertThat(joined.matches(packet("syn"))).isFalse();
    assertThat(joined.matches(packet("data"))).isFalse();
  }

  @Test
  void refuseWhatCanNotBe() {
    assertThatThrownBy(() -> syn().first(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
    assertThatThrownBy(() -> anyTcp().fromPort(65_536))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("65536");
    assertThatThrownBy(() -> anything().from("10.0.1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("10.0.1");
  }
}
