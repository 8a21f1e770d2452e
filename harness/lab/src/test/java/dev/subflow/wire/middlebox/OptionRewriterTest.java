// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire.middlebox;

import static dev.subflow.packet.TestPackets.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.packet.Frame;
import dev.subflow.packet.TcpOption;
import dev.subflow.packet.TestPackets;
import dev.subflow.packet.mptcp.AddAddr;
import dev.subflow.packet.mptcp.IpText;
import dev.subflow.packet.mptcp.MpFail;
import dev.subflow.packet.mptcp.MptcpSubtype;
import dev.subflow.packet.mptcp.RemoveAddr;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Boxes that change headers: {@link OptionRewriter}, {@link OptionStripper}, {@link SourceNat}. */
final class OptionRewriterTest {
  private final FakeCrossing crossing = new FakeCrossing();

  private static byte[] hex(String octets) {
    return HexFormat.of().parseHex(octets);
  }

  private static List<String> options(Frame frame) {
    return frame.tcp().orElseThrow().options().stream().map(TcpOption::toString).toList();
  }

  @Test
  void eachOptionOfTheTypeIsRewrittenAndTheOthersStay() {
    Frame two =
        segment()
            .options(TestPackets.ADD_ADDR_ECHO, hex("1e0440030101" + "0101"), hex("1e044007"))
            .payload("x")
            .frame();
    OptionRewriter<RemoveAddr> box =
        new OptionRewriter<>(RemoveAddr.class, o -> new RemoveAddr(List.of(9)));
    Frame out = box.pass(two, crossing).get(0);

    assertThat(options(out))
        .containsExactly("ADD_ADDR echo id=2 10.0.2.1", "REMOVE_ADDR id=9", "REMOVE_ADDR id=9");
    assertThat(out.hasRightChecksums()).isTrue();
    assertThat(out.tcp().orElseThrow().payload()).isEqualTo(new byte[] {'x'});
  }

  @Test
  void aLongerOptionMovesThePayload() {
    Frame frame = segment().options(hex("1e044007")).payload("data").frame();
    OptionRewriter<RemoveAddr> box =
        new OptionRewriter<>(RemoveAddr.class, o -> new MpFail(0x0102));
    Frame out = box.pass(frame, crossing).get(0);

    assertThat(out.length()).isEqualTo(frame.length() + 8);
    assertThat(options(out)).containsExactly("MP_FAIL seq=258");
    assertThat(out.hasRightChecksums()).isTrue();
    assertThat(new String(out.tcp().orElseThrow().payload(), StandardCharsets.US_ASCII))
        .isEqualTo("data");
  }

  @Test
  void whatDoesNotFitIntoTheHeaderIsRefused() {
    Frame frame = segment().options(hex("1e044007")).frame();
    List<Integer> many = IntStream.range(0, 37).boxed().toList();
    OptionRewriter<RemoveAddr> most =
        new OptionRewriter<>(RemoveAddr.class, o -> new RemoveAddr(many));
    assertThat(most.pass(frame, crossing).get(0).tcp().orElseThrow().optionBytes()).hasSize(40);

    Frame with = segment().options(hex("1e044007"), TestPackets.TIMESTAMPS).frame();
    assertThatThrownBy(() -> most.pass(with, crossing))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("52 bytes of TCP options");
  }

  @Test
  void framesWithoutTheOptionPassAsTheyAre() {
    Frame udp = TestPackets.udp("10.0.1.1", "10.0.1.2", "x");
    Frame data = segment().options(TestPackets.DSS).frame();
    OptionRewriter<AddAddr> box = new OptionRewriter<>(AddAddr.class, AddAddr::echoed);

    assertThat(box.pass(udp, crossing).get(0)).isSameAs(udp);
    assertThat(box.pass(data, crossing).get(0)).isSameAs(data);
  }

  @Test
  void strippingLeavesNopsWhereTheOptionsWere() {
    Frame frame =
        segment().options(TestPackets.TIMESTAMPS, TestPackets.DSS, hex("1e04f000")).frame();
    OptionStripper dss = new OptionStripper(EnumSet.of(MptcpSubtype.DSS), false);
    OptionStripper unassigned = new OptionStripper(EnumSet.noneOf(MptcpSubtype.class), true);

    assertThat(options(dss.pass(frame, crossing).get(0)))
        .containsExactly(
            "option 8", "MPTCP option 15 1e04f000 [!subtype: 15 has no form in RFC 8684]");
    Frame kept = unassigned.pass(frame, crossing).get(0);
    assertThat(options(kept)).hasSize(2).noneMatch(o -> o.startsWith("MPTCP option 15"));
    assertThat(kept.tcp().orElseThrow().optionBytes())
        .hasSameSizeAs(frame.tcp().orElseThrow().optionBytes())
        .endsWith(1, 1, 1, 1);
    assertThat(kept.hasRightChecksums()).isTrue();
  }

  @Test
  void aMalformedOptionHidesThoseBehindIt() {
    // Kind 30 with a length of 60, which the header does not have.
    Frame broken = segment().options(hex("1e3c2000"), TestPackets.ADD_ADDR_ECHO).frame();
    OptionStripper all = new OptionStripper(EnumSet.allOf(MptcpSubtype.class), true);

    assertThat(all.pass(broken, crossing)).containsExactly(broken);
  }

  @Test
  void natKeepsAWrongChecksumWrong() {
    SourceNat nat = new SourceNat(IpText.parse("10.0.1.1"), IpText.parse("10.0.1.99"));
    Frame right = segment().payload("data").frame();
    Frame wrong = right.withBytes(right.length() - 1, new byte[] {'!'});

    assertThat(nat.pass(right, crossing).get(0).hasRightChecksums()).isTrue();
    Frame out = nat.pass(wrong, crossing).get(0);
    assertThat(out.source()).contains(IpText.parse("10.0.1.99"));
    assertThat(out.hasRightChecksums()).isFalse();
  }

  @Test
  void natLeavesArpThatIsCutAndIpv6Alone() {
    SourceNat nat = new SourceNat(IpText.parse("10.0.1.1"), IpText.parse("10.0.1.99"));
    byte[] arp = TestPackets.arp(1, "10.0.1.1", "10.0.1.2").bytes();
    Frame cut = Frame.of(Arrays.copyOf(arp, 41));
    Frame ipv6 = segment("fd00::1", "fd00::2").frame();

    assertThat(nat.pass(cut, crossing)).containsExactly(cut);
    assertThat(nat.pass(ipv6, crossing)).containsExactly(ipv6);
    assertThatThrownBy(() -> new SourceNat(IpText.parse("10.0.1.1"), IpText.parse("fd00::1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fd00:0:0:0:0:0:0:1 is not");
  }
}
