// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire.packet;

import static dev.subflow.wire.packet.FrameMatchers.addAddrEcho;
import static dev.subflow.wire.packet.FrameMatchers.anything;
import static dev.subflow.wire.packet.FrameMatchers.arp;
import static dev.subflow.wire.packet.FrameMatchers.destination;
import static dev.subflow.wire.packet.FrameMatchers.destinationPort;
import static dev.subflow.wire.packet.FrameMatchers.flag;
import static dev.subflow.wire.packet.FrameMatchers.joinedSubflow;
import static dev.subflow.wire.packet.FrameMatchers.mptcp;
import static dev.subflow.wire.packet.FrameMatchers.payload;
import static dev.subflow.wire.packet.FrameMatchers.pureAck;
import static dev.subflow.wire.packet.FrameMatchers.source;
import static dev.subflow.wire.packet.FrameMatchers.sourcePort;
import static dev.subflow.wire.packet.FrameMatchers.syn;
import static dev.subflow.wire.packet.FrameMatchers.synAck;
import static dev.subflow.wire.packet.FrameMatchers.tcp;
import static dev.subflow.wire.packet.FrameMatchers.udp;
import static dev.subflow.wire.packet.Packets.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class FrameMatchersTest {
  private static final Map<String, Packet> ALL =
      Map.of(
          "syn", segment().flags(TcpFlag.SYN).options(Packets.MP_CAPABLE_SYN).packet(),
          "synAck", segment().flags(TcpFlag.SYN, TcpFlag.ACK).packet(),
          "back", segment().back().packet(),
          "data", segment().options(Packets.DSS).payload("x").packet(),
          "fin", segment().flags(TcpFlag.FIN, TcpFlag.ACK).packet(),
          "announce", segment().options(Packets.ADD_ADDR).packet(),
          "echo", segment().options(Packets.ADD_ADDR_ECHO).packet(),
          "udp", Packets.udp("10.0.1.1", "10.0.1.2", "x"),
          "arp", Packets.arp(1, "10.0.1.1", "10.0.1.2"));

  private static Packet packet(String name) {
    return Objects.requireNonNull(ALL.get(name), name);
  }

  private static List<String> matched(FrameMatcher matcher) {
    return ALL.keySet().stream().filter(n -> matcher.matches(packet(n))).sorted().toList();
  }

  @Test
  void eachMatchesWhatItsNameSays() {
    assertThat(matched(anything())).hasSize(9);
    assertThat(matched(tcp())).hasSize(7);
    assertThat(matched(arp())).containsExactly("arp");
    assertThat(matched(udp())).containsExactly("udp");
    assertThat(matched(syn())).containsExactly("syn");
    assertThat(matched(synAck())).containsExactly("synAck");
    assertThat(matched(pureAck())).containsExactly("announce", "back", "echo");
    assertThat(matched(payload())).containsExactly("data");
    assertThat(matched(flag(TcpFlag.FIN))).containsExactly("fin");
    assertThat(matched(mptcp())).containsExactly("announce", "data", "echo", "syn");
    assertThat(matched(mptcp(MptcpSubtype.ADD_ADDR))).containsExactly("announce", "echo");
    assertThat(matched(addAddrEcho())).containsExactly("echo");
    assertThat(matched(source("10.0.1.2"))).containsExactly("back");
    assertThat(matched(destination("10.0.1.1"))).containsExactly("back");
    assertThat(matched(sourcePort(9735))).containsExactly("back");
    assertThat(matched(destinationPort(40000))).containsExactly("back");
  }

  @Test
  void combine() {
    assertThat(matched(mptcp().and(payload().not()).and(syn().not())))
        .containsExactly("announce", "echo");
    assertThat(matched(syn().or(arp()))).containsExactly("arp", "syn");
    assertThat(syn().and(payload().not()).or(arp())).hasToString("SYN and not (payload) or ARP");
  }

  @Test
  void count() {
    Packet syn = packet("syn");
    Packet arp = packet("arp");
    FrameMatcher first = syn().first(2);
    FrameMatcher later = syn().after(2);
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
    FrameMatcher joined = joinedSubflow();
    assertThat(joined.matches(packet("data"))).isFalse();
    assertThat(joined.matches(segment().flags(TcpFlag.SYN).options(Packets.MP_JOIN_SYN).packet()))
        .isTrue();
    assertThat(joined.matches(packet("data"))).isTrue();
    assertThat(joined.matches(packet("back"))).isTrue();
    assertThat(joined.matches(segment("10.0.1.9", "10.0.1.2").packet())).isFalse();
    assertThat(joined.matches(packet("syn"))).isFalse();
    assertThat(joined.matches(packet("data"))).isFalse();
  }

  @Test
  void refuseWhatCanNotBe() {
    assertThatThrownBy(() -> syn().first(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
    assertThatThrownBy(() -> sourcePort(65_536))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("65536");
    assertThatThrownBy(() -> source("10.0.1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("10.0.1");
  }
}
