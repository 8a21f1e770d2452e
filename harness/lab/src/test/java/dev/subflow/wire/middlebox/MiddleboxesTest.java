// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire.middlebox;

import static dev.subflow.wire.packet.FrameMatchers.addAddrEcho;
import static dev.subflow.wire.packet.FrameMatchers.destinationPort;
import static dev.subflow.wire.packet.FrameMatchers.payload;
import static dev.subflow.wire.packet.FrameMatchers.syn;
import static dev.subflow.wire.packet.FrameMatchers.synAck;
import static dev.subflow.wire.packet.Packets.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.wire.Middlebox;
import dev.subflow.wire.packet.MptcpSubtype;
import dev.subflow.wire.packet.Packet;
import dev.subflow.wire.packet.Packets;
import dev.subflow.wire.packet.TcpFlag;
import dev.subflow.wire.packet.TcpOption;
import dev.subflow.wire.packet.TcpSegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MiddleboxesTest {
  private static final Packet SYN =
      segment().flags(TcpFlag.SYN).options(Packets.MP_CAPABLE_SYN, Packets.TIMESTAMPS).packet();
  private static final Packet SYN_ACK =
      segment().back().flags(TcpFlag.SYN, TcpFlag.ACK).options(Packets.MP_CAPABLE_SYN).packet();
  private static final Packet DATA =
      segment()
          .flags(TcpFlag.ACK, TcpFlag.PSH)
          .options(Packets.TIMESTAMPS, Packets.DSS)
          .payload("0123456789")
          .packet();

  private final FakeCrossing crossing = new FakeCrossing();

  private List<Packet> pass(Middlebox box, Packet... frames) {
    return List.of(frames).stream().flatMap(f -> box.pass(f, crossing).stream()).toList();
  }

  private static TcpSegment tcp(Packet packet) {
    return packet.tcp().orElseThrow();
  }

  private static String text(Packet packet) {
    return new String(tcp(packet).payload(), StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @CsvSource({"10.0.1.1,10.0.1.2", "fd00:1::1,fd00:1::2"})
  void stripsMptcpOptionsAndNoOthers(String from, String to) {
    Packet frame =
        segment(from, to)
            .options(Packets.TIMESTAMPS, Packets.DSS, Packets.ADD_ADDR_ECHO)
            .payload("data")
            .packet();
    Packet all = pass(Middleboxes.stripMptcp(), frame).get(0);
    assertThat(all.hasRightChecksums()).isTrue();
    assertThat(all.length()).isEqualTo(frame.length());
    assertThat(tcp(all).options()).extracting(TcpOption::kind).containsExactly(8);
    assertThat(text(all)).isEqualTo("data");

    Packet some = pass(Middleboxes.stripMptcp(MptcpSubtype.ADD_ADDR), frame).get(0);
    assertThat(some.hasRightChecksums()).isTrue();
    assertThat(tcp(some).has(MptcpSubtype.DSS)).isTrue();
    assertThat(tcp(some).has(MptcpSubtype.ADD_ADDR)).isFalse();
    assertThat(pass(Middleboxes.stripMptcp(MptcpSubtype.MP_JOIN), frame)).containsExactly(frame);
  }

  @Test
  void stripsOnSomeSegmentsOnly() {
    Middlebox onSyn = Middleboxes.stripMptcp().only(syn());
    assertThat(onSyn).hasToString("strip MPTCP only SYN");
    assertThat(tcp(pass(onSyn, SYN).get(0)).isMptcp()).isFalse();
    assertThat(pass(onSyn, SYN_ACK, DATA)).containsExactly(SYN_ACK, DATA);
    Middlebox onSynAck = Middleboxes.stripMptcp().only(synAck());
    assertThat(pass(onSynAck, SYN, DATA)).containsExactly(SYN, DATA);
    assertThat(tcp(pass(onSynAck, SYN_ACK).get(0)).isMptcp()).isFalse();
    Middlebox laterData = Middleboxes.stripMptcp(MptcpSubtype.DSS).only(payload().after(1));
    assertThat(pass(laterData, DATA)).containsExactly(DATA);
    assertThat(tcp(pass(laterData, DATA).get(0)).isMptcp()).isFalse();
  }

  @Test
  void stripsSubtypesThatNobodyHasAssigned() {
    Packet unassigned = segment().options(new byte[] {30, 4, (byte) 0xf0, 0}).packet();
    assertThat(tcp(pass(Middleboxes.stripMptcp(), unassigned).get(0)).isMptcp()).isFalse();
    assertThat(pass(Middleboxes.stripMptcp(MptcpSubtype.DSS), unassigned))
        .containsExactly(unassigned);
  }

  @Test
  void dropsWhatMatches() {
    Packet echo = segment().options(Packets.ADD_ADDR_ECHO).packet();
    Middlebox box = Middleboxes.drop(addAddrEcho().first(3));
    assertThat(pass(box, echo, DATA, echo, echo, SYN, echo)).containsExactly(DATA, SYN, echo);
    Packet plainSyn = segment().flags(TcpFlag.SYN).packet();
    assertThat(pass(Middleboxes.dropMptcpSyns(), SYN, plainSyn, SYN_ACK, DATA))
        .containsExactly(plainSyn, SYN_ACK, DATA);
  }

  @Test
  void corruptsAByteThatTheTcpChecksumDoesNotShow() {
    Packet corrupted = pass(Middleboxes.corruptPayload(3), DATA).get(0);
    assertThat(corrupted.hasRightChecksums()).isTrue();
    assertThat(text(corrupted)).isEqualTo("012" + (char) ('3' ^ 0xff) + "456789");
    assertThat(pass(Middleboxes.corruptPayload(10), DATA, SYN)).containsExactly(DATA, SYN);
  }

  @Test
  void translatesAnAddressBothWaysAndInArp() {
    Middlebox nat = Middleboxes.sourceNat("10.0.1.1", "10.0.1.99");
    Packet out = pass(nat, DATA).get(0);
    assertThat(out.hasRightChecksums()).isTrue();
    assertThat(out.source().orElseThrow().getHostAddress()).isEqualTo("10.0.1.99");
    assertThat(text(out)).isEqualTo(text(DATA));
    Packet back = segment("10.0.1.2", "10.0.1.99").payload("back").packet();
    Packet in = pass(nat, back).get(0);
    assertThat(in.hasRightChecksums()).isTrue();
    assertThat(in.destination().orElseThrow().getHostAddress()).isEqualTo("10.0.1.1");
    Packet udp = pass(nat, Packets.udp("10.0.1.1", "10.0.1.2", "x")).get(0);
    assertThat(udp.hasRightChecksums()).isTrue();
    assertThat(udp.source().orElseThrow().getHostAddress()).isEqualTo("10.0.1.99");

    assertThat(pass(nat, Packets.arp(1, "10.0.1.2", "10.0.1.99")))
        .containsExactly(Packets.arp(1, "10.0.1.2", "10.0.1.1"));
    assertThat(pass(nat, Packets.arp(2, "10.0.1.1", "10.0.1.2")))
        .containsExactly(Packets.arp(2, "10.0.1.99", "10.0.1.2"));
    Packet other = segment("10.0.1.7", "10.0.1.2").packet();
    assertThat(pass(nat, other)).containsExactly(other);
  }

  @Test
  void splitsSegments() {
    Packet frame =
        segment()
            .sequence(0xffff_fffcL)
            .flags(TcpFlag.ACK, TcpFlag.PSH, TcpFlag.FIN)
            .options(Packets.DSS)
            .payload("0123456789")
            .packet();
    List<Packet> parts = pass(Middleboxes.split(4), frame);
    assertThat(parts).extracting(MiddleboxesTest::text).containsExactly("0123", "4567", "89");
    assertThat(parts).allMatch(Packet::hasRightChecksums).allMatch(p -> tcp(p).isMptcp());
    assertThat(parts).extracting(p -> tcp(p).sequence()).containsExactly(0xffff_fffcL, 0L, 4L);
    assertThat(parts).extracting(p -> tcp(p).has(TcpFlag.PSH)).containsExactly(false, false, true);
    assertThat(parts).extracting(p -> tcp(p).has(TcpFlag.FIN)).containsExactly(false, false, true);
    assertThat(pass(Middleboxes.split(10), frame, SYN)).containsExactly(frame, SYN);
  }

  @Test
  void coalescesSegmentsThatFollowEachOther() {
    Middlebox box = Middleboxes.coalesce(100);
    Packet first = segment().options(Packets.DSS).payload("one").packet();
    Packet second = segment().sequence(1003).payload("two").packet();
    Packet gap = segment().sequence(2000).payload("gap").packet();
    assertThat(pass(box, first, second)).isEmpty();
    List<Packet> passed = pass(box, gap);
    assertThat(passed).singleElement().satisfies(p -> assertThat(text(p)).isEqualTo("onetwo"));
    assertThat(passed.get(0).hasRightChecksums()).isTrue();
    assertThat(tcp(passed.get(0)).has(MptcpSubtype.DSS)).isTrue();
    assertThat(crossing.released()).containsExactly(gap);
    assertThat(pass(box, SYN, SYN_ACK)).containsExactly(SYN, SYN_ACK);
  }

  @Test
  void coalescingStopsAtItsSizeAndKeepsTheOrderOfAFlow() {
    Middlebox box = Middleboxes.coalesce(6);
    Packet first = segment().payload("one").packet();
    Packet second = segment().sequence(1003).payload("two").packet();
    assertThat(pass(box, first, second))
        .extracting(MiddleboxesTest::text)
        .containsExactly("onetwo");
    Packet fin = segment().sequence(1003).flags(TcpFlag.FIN, TcpFlag.ACK).packet();
    assertThat(pass(box, first, fin)).containsExactly(first, fin);
    assertThat(crossing.released()).isEmpty();
  }

  @Test
  void resetsMatchingFlows() {
    Middlebox box = Middleboxes.reset(destinationPort(9735));
    assertThat(pass(box, DATA, SYN_ACK)).containsExactly(SYN_ACK);
    Packet reset = crossing.answers().get(0);
    assertThat(reset.hasRightChecksums()).isTrue();
    assertThat(reset.sourceMac()).isEqualTo(DATA.destinationMac());
    assertThat(tcp(reset).isSameFlowAs(tcp(SYN_ACK))).isTrue();
    assertThat(tcp(reset).flags()).containsExactly(TcpFlag.RST);
    assertThat(tcp(reset).sequence()).isEqualTo(tcp(DATA).acknowledgement());

    assertThat(pass(box, SYN)).isEmpty();
    TcpSegment refusal = tcp(crossing.answers().get(1));
    assertThat(refusal.flags()).containsExactly(TcpFlag.RST, TcpFlag.ACK);
    assertThat(refusal.acknowledgement()).isEqualTo(1001);

    Packet itself = segment().flags(TcpFlag.RST).packet();
    assertThat(pass(box, itself)).isEmpty();
    assertThat(crossing.answers()).hasSize(2);
  }

  @Test
  void resetsBothEnds() {
    Packet onward = pass(Middleboxes.resetBothEnds(destinationPort(9735)), DATA).get(0);
    assertThat(crossing.answers()).hasSize(1);
    assertThat(onward.hasRightChecksums()).isTrue();
    assertThat(tcp(onward).isSameFlowAs(tcp(DATA))).isTrue();
    assertThat(tcp(onward).flags()).containsExactly(TcpFlag.RST, TcpFlag.ACK);
    assertThat(tcp(onward).sequence()).isEqualTo(tcp(DATA).sequence());
    assertThat(tcp(onward).payloadLength()).isZero();
  }

  @Test
  void refuseWhatCanNotBe() {
    assertThatThrownBy(() -> Middleboxes.corruptPayload(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("byte -1");
    assertThatThrownBy(() -> Middleboxes.split(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 bytes");
    assertThatThrownBy(() -> Middleboxes.coalesce(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 bytes");
    assertThatThrownBy(() -> Middleboxes.sourceNat("fd00::1", "10.0.1.1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NAT is for IPv4");
    assertThatThrownBy(() -> Middleboxes.sourceNat("10.0.1.1", "10.0.1.1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("does nothing");
  }
}
