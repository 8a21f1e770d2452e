// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet;

import static dev.subflow.packet.TestPackets.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.packet.mptcp.IpText;
import org.junit.jupiter.api.Test;

final class JoinedSubflowsTest {
  private static Frame join(int port) {
    return between(port).flags(TcpFlag.SYN).options(TestPackets.MP_JOIN_SYN).frame();
  }

  private static TestPackets.Draft between(int port) {
    TestPackets.Draft draft = segment();
    return new TestPackets.Draft(
        draft.from(),
        port,
        draft.to(),
        draft.toPort(),
        draft.sequence(),
        draft.flags(),
        "",
        "",
        0,
        0);
  }

  @Test
  void forgetsTheOldestOfTooMany() {
    JoinedSubflows joined = new JoinedSubflows();
    for (int port = 1; port <= 1025; port++) {
      assertThat(joined.matches(join(port))).isTrue();
    }

    assertThat(joined.matches(between(1).frame())).isFalse();
    assertThat(joined.matches(between(2).frame())).isTrue();
    assertThat(joined.matches(between(1025).back().frame())).isTrue();
  }

  @Test
  void aSynAckWithMpJoinAloneMakesNoSubflow() {
    JoinedSubflows joined = new JoinedSubflows();

    assertThat(
            joined.matches(
                segment().flags(TcpFlag.SYN, TcpFlag.ACK).options(TestPackets.MP_JOIN_SYN).frame()))
        .isFalse();
  }

  @Test
  void knowsASubflowToItself() {
    JoinedSubflows joined = new JoinedSubflows();
    TestPackets.Draft same =
        new TestPackets.Draft("10.0.1.1", 80, "10.0.1.1", 80, 1, segment().flags(), "", "", 0, 0);

    assertThat(joined.matches(same.flags(TcpFlag.SYN).options(TestPackets.MP_JOIN_SYN).frame()))
        .isTrue();
    assertThat(joined.matches(same.frame())).isTrue();
  }

  @Test
  void framesOfAnotherProtocolAreNone() {
    assertThat(new JoinedSubflows().matches(TestPackets.udp("10.0.1.1", "10.0.1.2", "x")))
        .isFalse();
  }

  @Test
  void endsAreWrittenWithTheirPorts() {
    assertThat(new TcpEnd(IpText.parse("fd00:1:0::1"), 80)).hasToString("[fd00:1::1]:80");
    assertThat(new TcpEnd(IpText.parse("10.0.1.1"), 0)).hasToString("10.0.1.1:0");
    assertThatThrownBy(() -> new TcpEnd(IpText.parse("10.0.1.1"), 65_536))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("port 65536 is not in 0..65535");
  }
}
