// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire.middlebox;

import static dev.subflow.packet.Packets.addAddr;
import static dev.subflow.packet.Packets.anyTcp;
import static dev.subflow.packet.Packets.payload;
import static dev.subflow.packet.Packets.syn;
import static dev.subflow.packet.Packets.synAck;
import static dev.subflow.packet.TestPackets.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.packet.Frame;
import dev.subflow.packet.Segment;
import dev.subflow.packet.TcpFlag;
import dev.subflow.packet.TcpOption;
import dev.subflow.packet.TestPackets;
import dev.subflow.packet.mptcp.AddAddr;
import dev.subflow.packet.mptcp.MptcpSubtype;
import dev.subflow.wire.Middlebox;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MiddleboxesTest {
  private static final Frame SYN =
      segment()
          .flags(TcpFlag.SYN)
          .options(TestPackets.MP_CAPABLE_SYN, TestPackets.TIMESTAMPS)
          .frame();
  private static final Frame SYN_ACK =
      segment().back().flags(TcpFlag.SYN, TcpFlag.ACK).options(TestPackets.MP_CAPABLE_SYN).frame();
  private static final Frame DATA =
      segment()
          .flags(TcpFlag.ACK, TcpFlag.PSH)
          .options(TestPackets.TIMESTAMPS, TestPackets.DSS)
          .payload("0123456789")
          .frame();

  private final FakeCrossing crossing = new FakeCrossing();

  private List<Frame> pass(Middlebox box, Frame... frames) {
    return List.of(frames).stream().flatMap(f -> box.pass(f, crossing).stream()).toList();
  }

  private static Segment tcp(Frame packet) {
    return packet.tcp().orElseThrow();
  }

  private static String text(Frame packet) {
    return new String(tcp(packet).payload(), StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @CsvSource({"10.0.1.1,10.0.1.2", "fd00:1::1,fd00:1::2"})
  void stripsMptcpOptionsAndNoOthers(String from, String to) {
    Frame frame =
        segment(from, to)
            .options(TestPackets.TIMESTAMPS, TestPackets.DSS, TestPackets.ADD_ADDR_ECHO)
            .payload("data")
            .frame();
    Frame all = pass(Middleboxes.stripMptcp(), frame).get(0);
    assertThat(all.hasRightChecksums()).isTrue();
    assertThat(all.length()).isEqualTo(frame.length());
    assertThat(tcp(all).options()).extracting(TcpOption::kind).containsExactly(8);
    assertThat(text(all)).isEqualTo("data");

    Frame some = pass(Middleboxes.stripMptcp(MptcpSubtype.ADD_ADDR), frame).get(0);
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
    Frame unassigned = segment().options(new byte[] {30, 4, (byte) 0xf0, 0}).frame();
    assertThat(tcp(pass(Middleboxes.stripMptcp(), unassigned).get(0)).isMptcp()).isFalse();
    assertThat(pass(Middleboxes.stripMptcp(MptcpSubtype.DSS), unassigned))
        .containsExactly(unassigned);
  }

  @Test
  void dropsWhatMatches() {
    Frame echo = segment().options(TestPackets.ADD_ADDR_ECHO).frame();
    Middlebox box = Middleboxes.drop(addAddr().echo().first(3));
    assertThat(pass(box, echo, DATA, echo, echo, SYN, echo)).containsExactly(DATA, SYN, echo);
    Frame plainSyn = segment().flags(TcpFlag.SYN).frame();
    assertThat(pass(Middleboxes.dropMptcpSyns(), SYN, plainSyn, SYN_ACK, DATA))
        .containsExactly(plainSyn, SYN_ACK, DATA);
  }

  @Test
  void rewritesMptcpOptionsThatTheyKnow() {
    Frame announcement =
        segment().options(TestPackets.TIMESTAMPS, TestPackets.ADD_ADDR).payload("data").frame();
    Middlebox box = Middleboxes.rewrite(AddAddr.class, AddAddr::echoed);
    Frame echo = pass(box, announcement).get(0);
    assertThat(addAddr().echo().address("10.0.2.1").addressId(2).matches(echo)).isTrue();
    assertThat(echo.hasRightChecksums()).isTrue();
    assertThat(tcp(echo).options()).extracting(TcpOption::kind).containsExactly(8, 30);
    assertThat(text(echo)).isEqualTo("data");
    assertThat(pass(box, DATA, SYN)).containsExactly(DATA, SYN);
    assertThat(box).hasToString("rewrite AddAddr");
  }

  @Test
  void leavesFragmentsWhole() {
    Frame first = DATA.withBytes(14 + 6, new byte[] {0x20, 0});
    assertThat(pass(Middleboxes.split(4), first)).containsExactly(first);
    assertThat(pass(Middleboxes.coalesce(100), first)).containsExactly(first);
    Frame stripped = pass(Middleboxes.stripMptcp(), first).get(0);
    assertThat(tcp(stripped).isMptcp()).isFalse();
    assertThat(stripped.withBytes(14 + 6, new byte[] {0x40, 0}).length()).isEqualTo(first.length());
  }

  @Test
  void actOnFramesWithVlanTags() {
    Frame tagged =
        segment().flags(TcpFlag.SYN).options(TestPackets.MP_CAPABLE_SYN).vlans(2).frame();
    Frame stripped = pass(Middleboxes.stripMptcp().only(syn()), tagged).get(0);
    assertThat(tcp(stripped).isMptcp()).isFalse();
    assertThat(stripped.hasRightChecksums()).isTrue();
    assertThat(pass(Middleboxes.dropMptcpSyns(), tagged)).isEmpty();
  }

  @Test
  void corruptsAByteThatTheTcpChecksumDoesNotShow() {
    Frame corrupted = pass(Middleboxes.corruptPayload(3), DATA).get(0);
    assertThat(corrupted.hasRightChecksums()).isTrue();
    assertThat(text(corrupted)).isEqualTo("012" + (char) ('3' ^ 0xff) + "456789");
    assertThat(pass(Middleboxes.corruptPayload(10), DATA, SYN)).containsExactly(DATA, SYN);
  }

  @Test
  void translatesAnAddressBothWaysAndInArp() {
    Middlebox nat = Middleboxes.sourceNat("10.0.1.1", "10.0.1.99");
    Frame out = pass(nat, DATA).get(0);
    assertThat(out.hasRightChecksums()).isTrue();
    assertThat(out.source().orElseThrow().getHostAddress()).isEqualTo("10.0.1.99");
    assertThat(text(out)).isEqualTo(text(DATA));
    Frame back = segment("10.0.1.2", "10.0.1.99").payload("back").frame();
    Frame in = pass(nat, back).get(0);
    assertThat(in.hasRightChecksums()).isTrue();
    assertThat(in.destination().orElseThrow().getHostAddress()).isEqualTo("10.0.1.1");
    Frame udp = pass(nat, TestPackets.udp("10.0.1.1", "10.0.1.2", "x")).get(0);
    assertThat(udp.hasRightChecksums()).isTrue();
    assertThat(udp.source().orElseThrow().getHostAddress()).isEqualTo("10.0.1.99");

    assertThat(pass(nat, TestPackets.arp(1, "10.0.1.2", "10.0.1.99")))
        .containsExactly(TestPackets.arp(1, "10.0.1.2", "10.0.1.1"));
    assertThat(pass(nat, TestPackets.arp(2, "10.0.1.1", "10.0.1.2")))
        .containsExactly(TestPackets.arp(2, "10.0.1.99", "10.0.1.2"));
    Frame other = segment("10.0.1.7", "10.0.1.2").frame();
    assertThat(pass(nat, other)).containsExactly(other);
  }

  @Test
  void splitsSegments() {
    Frame frame =
        segment()
            .sequence(0xffff_fffcL)
            .flags(TcpFlag.ACK, TcpFlag.PSH, TcpFlag.FIN)
            .options(TestPackets.DSS)
            .payload("0123456789")
            .frame();
    List<Frame> parts = pass(Middleboxes.split(4), frame);
    assertThat(parts).extracting(MiddleboxesTest::text).containsExactly("0123", "4567", "89");
    assertThat(parts).allMatch(Frame::hasRightChecksums).allMatch(p -> tcp(p).isMptcp());
    assertThat(parts).extracting(p -> tcp(p).sequence()).containsExactly(0xffff_fffcL, 0L, 4L);
    assertThat(parts).extracting(p -> tcp(p).has(TcpFlag.PSH)).containsExactly(false, false, true);
    assertThat(parts).extracting(p -> tcp(p).has(TcpFlag.FIN)).containsExactly(false, false, true);
    assertThat(pass(Middleboxes.split(10), frame, SYN)).containsExactly(frame, SYN);
  }

  @Test
  void coalescesSegmentsThatFollowEachOther() {
    Middlebox box = Middleboxes.coalesce(100);
    Frame first = segment().options(TestPackets.DSS).payload("one").frame();
    Frame second = segment().sequence(1003).payload("two").frame();
    Frame gap = segment().sequence(2000).payload("gap").frame();
    assertThat(pass(box, first, second)).isEmpty();
    List<Frame> passed = pass(box, gap);
    assertThat(passed).singleElement().satisfies(p -> assertThat(text(p)).isEqualTo("onetwo"));
    assertThat(passed.get(0).hasRightChecksums()).isTrue();
    assertThat(tcp(passed.get(0)).has(MptcpSubtype.DSS)).isTrue();
    assertThat(crossing.released()).containsExactly(gap);
    assertThat(pass(box, SYN, SYN_ACK)).containsExactly(SYN, SYN_ACK);
  }

  @Test
  void coalescingStopsAtItsSizeAndKeepsTheOrderOfAFlow() {
    Middlebox box = Middleboxes.coalesce(6);
    Frame first = segment().payload("one").frame();
    Frame second = segment().sequence(1003).payload("two").frame();
    assertThat(pass(box, first, second))
        .extracting(MiddleboxesTest::text)
        .containsExactly("onetwo");
    Frame fin = segment().sequence(1003).flags(TcpFlag.FIN, TcpFlag.ACK).frame();
    assertThat(pass(box, first, fin)).containsExactly(first, fin);
    assertThat(crossing.released()).isEmpty();
  }

  @Test
  void resetsMatchingFlows() {
    Middlebox box = Middleboxes.reset(anyTcp().toPort(9735));
    assertThat(pass(box, DATA, SYN_ACK)).containsExactly(SYN_ACK);
    Frame reset = crossing.answers().get(0);
    assertThat(reset.hasRightChecksums()).isTrue();
    assertThat(reset.sourceMac()).isEqualTo(DATA.destinationMac());
    assertThat(tcp(reset).isSameFlowAs(tcp(SYN_ACK))).isTrue();
    assertThat(tcp(reset).flags()).containsExactly(TcpFlag.RST);
    assertThat(tcp(reset).sequence()).isEqualTo(tcp(DATA).acknowledgement());

    assertThat(pass(box, SYN)).isEmpty();
    Segment refusal = tcp(crossing.answers().get(1));
    assertThat(refusal.flags()).containsExactly(TcpFlag.RST, TcpFlag.ACK);
    assertThat(refusal.acknowledgement()).isEqualTo(1001);

    Frame itself = segment().flags(TcpFlag.RST).frame();
    assertThat(pass(box, itself)).isEmpty();
    assertThat(crossing.answers()).hasSize(2);
  }

  @Test
  void resetsBothEnds() {
    Frame onward = pass(Middleboxes.resetBothEnds(anyTcp().toPort(9735)), DATA).get(0);
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
