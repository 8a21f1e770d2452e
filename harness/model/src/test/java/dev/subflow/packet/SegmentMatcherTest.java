// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet;

import static dev.subflow.packet.TestPackets.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.packet.mptcp.Octets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Refinements that a {@link TcpMatcher} and a {@link FrameMatcher} share with all others. */
final class SegmentMatcherTest {
  private static final Frame DATA = segment().payload("x").frame();
  private static final Frame BACK = segment().back().frame();
  private static final Frame UDP = TestPackets.udp("10.0.1.1", "10.0.1.2", "x");

  @Test
  void refinementsLeaveTheOriginalAsItWas() {
    TcpMatcher all = Packets.anyTcp();
    SegmentMatcher<TcpMatcher> some = all.withPayload();

    assertThat(some.matches(BACK)).isFalse();
    assertThat(all.matches(BACK)).isTrue();
    assertThat(all).hasToString("TCP");
    assertThat(some).hasToString("TCP with payload");
  }

  @Test
  void addressAndPortAreOfTheSameEnd() {
    assertThat(Packets.anyTcp().from("10.0.1.1", 40_000).matches(DATA)).isTrue();
    assertThat(Packets.anyTcp().from("10.0.1.1", 9735).matches(DATA)).isFalse();
    assertThat(Packets.anyTcp().to("10.0.1.2", 9735).matches(DATA)).isTrue();
    assertThat(Packets.anyTcp().to("10.0.1.1", 9735).matches(DATA)).isFalse();
    assertThat(Packets.anyTcp().from("fd00::1").matches(DATA))
        .as("an address of the other IP version")
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 65_536})
  void thereAreNoOtherPorts(int port) {
    assertThatThrownBy(() -> Packets.anyTcp().to("10.0.1.1", port))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("port " + port + " is not in 0..65535");
  }

  @Test
  void aConditionOfTheCallerIsPartOfTheText() {
    FrameMatcher shortOnes = Packets.anything().where("shorter than 60", f -> f.length() < 60);
    TcpMatcher syns = Packets.anyTcp().where("a SYN", Segment::isSyn);

    assertThat(shortOnes).hasToString("anything shorter than 60");
    assertThat(shortOnes.from("10.0.1.1").matches(UDP)).isTrue();
    assertThat(shortOnes.from("10.0.1.9").matches(UDP)).isFalse();
    assertThat(syns.matches(segment().flags(TcpFlag.SYN).frame())).isTrue();
    assertThat(List.of(DATA, UDP)).noneMatch(syns::matches);
  }

  @Test
  void aHostIsMoreThanTheBeginningOfAName() {
    Octets mac = Octets.parse("5254005f0101");
    Origin origin = new Origin(Optional.empty(), Map.of(mac, "server2/eth1"));
    Frame sent = Frame.owning(DATA.bytes(), origin);
    DescribedMatcher<FrameMatcher> byHost = Packets.anything().sentBy("server2");

    assertThat(byHost.matches(sent)).isTrue();
    assertThat(Packets.anything().sentBy("server2/eth1").matches(sent)).isTrue();
    assertThat(Packets.anything().sentBy("server").matches(sent)).isFalse();
    assertThat(Packets.anything().sentTo("server2").matches(sent)).isFalse();
    assertThat(byHost.matches(DATA)).as("a frame of nobody that is known").isFalse();
  }
}
