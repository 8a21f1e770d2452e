// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet;

import static dev.subflow.packet.TestPackets.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.packet.mptcp.DecodedOption;
import dev.subflow.packet.mptcp.IpText;
import dev.subflow.packet.mptcp.MptcpSubtype;
import dev.subflow.packet.mptcp.Octets;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FrameTest {
  // The worked example of many textbooks: the checksum is b1e6.
  private static final String KNOWN_HEADER = "4500003c1c4640004006b1e6ac100a63ac100a0c";

  @ParameterizedTest
  @CsvSource({"10.0.1.1,10.0.1.2,0", "fd00:1::1,fd00:1::2,0", "10.0.1.1,10.0.1.2,2"})
  void readsHeaders(String from, String to, int vlans) {
    Frame packet =
        segment(from, to)
            .flags(TcpFlag.SYN)
            .options(TestPackets.MP_CAPABLE_SYN, TestPackets.TIMESTAMPS)
            .payload("hello")
            .vlans(vlans)
            .padding(7)
            .frame();
    Segment tcp = packet.tcp().orElseThrow();
    assertThat(packet.isIpv6()).isEqualTo(from.contains(":"));
    assertThat(packet.isIpv4()).isNotEqualTo(packet.isIpv6());
    assertThat(packet.source()).contains(IpText.parse(from));
    assertThat(packet.destination()).contains(IpText.parse(to));
    assertThat(packet.sourceMac()).contains(Octets.parse("5254005f0101"));
    assertThat(packet.destinationMac()).contains(Octets.parse("5254005f0201"));
    assertThat(packet.headerBytes()).isEqualTo(14 + 4 * vlans);
    assertThat(packet.hasRightChecksums()).isTrue();
    assertThat(tcp.sourcePort()).isEqualTo(40000);
    assertThat(tcp.destinationPort()).isEqualTo(9735);
    assertThat(tcp.isSyn()).isTrue();
    assertThat(tcp.isSynAck()).isFalse();
    assertThat(tcp.isPureAck()).isFalse();
    assertThat(tcp.payload()).isEqualTo("hello".getBytes(StandardCharsets.US_ASCII));
    assertThat(tcp.nextSequence()).isEqualTo(1006);
    assertThat(tcp.options()).extracting(TcpOption::kind).containsExactly(30, 8);
    assertThat(tcp.has(MptcpSubtype.MP_CAPABLE)).isTrue();
    assertThat(tcp.has(MptcpSubtype.DSS)).isFalse();
    assertThat(packet).hasToString(tcp.toString());
    assertThat(tcp.toString())
        .endsWith(":9735 SYN data=5 MP_CAPABLE v1 flags=AH")
        .contains(":40000 > ");
  }

  @Test
  void agreesWithAKnownChecksum() {
    byte[] header = HexFormat.of().parseHex(KNOWN_HEADER);
    byte[] frame = new byte[14 + 60];
    frame[12] = 8;
    System.arraycopy(header, 0, frame, 14, header.length);
    frame[14 + 20 + 12] = 0x50;
    assertThat(Checksums.of(frame, LayoutReader.read(LinkType.ETHERNET, frame, frame.length)).ip())
        .isZero();
    frame[14 + 9] = 17;
    assertThat(Checksums.of(frame, LayoutReader.read(LinkType.ETHERNET, frame, frame.length)).ip())
        .isNotZero();
  }

  @Test
  void sequenceNumbersWrap() {
    Segment tcp = segment().sequence(0xffff_fffeL).payload("four").frame().tcp().orElseThrow();
    assertThat(tcp.sequence()).isEqualTo(0xffff_fffeL);
    assertThat(tcp.nextSequence()).isEqualTo(2);
  }

  @Test
  void fragmentsAndTruncatedPacketsHaveAddressesButNoTcp() {
    Frame whole = segment().payload("data").frame();
    Frame fragment = whole.withBytes(14 + 6, new byte[] {0x20, 1});
    Frame truncated = Frame.of(Arrays.copyOf(whole.bytes(), whole.length() - 1));
    for (Frame packet : new Frame[] {fragment, truncated}) {
      assertThat(packet.source()).isPresent();
      assertThat(packet.tcp()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 13, 14, 33, 34, 53})
  void anyBytesAreAFrame(int length) {
    Frame packet = Frame.of(Arrays.copyOf(segment().frame().bytes(), length));
    assertThat(packet.tcp()).isEmpty();
    assertThat(packet.source().isPresent()).isEqualTo(length >= 34);
    assertThat(packet.destinationMac().isPresent()).isEqualTo(length >= 14);
    assertThat(packet.hasRightChecksums()).isTrue();
    assertThat(packet.toString()).contains(" > ");
  }

  @Test
  void skipsExtensionHeadersOfIpv6() {
    byte[] plain = segment("fd00::1", "fd00::2").payload("x").frame().bytes();
    byte[] content = Arrays.copyOfRange(plain, 54, plain.length);
    byte[] extended = new byte[8 + content.length];
    extended[0] = 6;
    System.arraycopy(content, 0, extended, 8, content.length);
    Frame packet = TestPackets.ip("fd00::1", "fd00::2", 60, extended, 0, 0);
    assertThat(packet.tcp().orElseThrow().payloadLength()).isEqualTo(1);
  }

  @Test
  void aFirstFragmentHasTheHeaderAndKeepsItsLength() {
    Frame whole = segment().options(TestPackets.DSS).payload("data").frame();
    Frame fragment = whole.withBytes(14 + 6, new byte[] {0x20, 0});
    Segment tcp = fragment.tcp().orElseThrow();
    assertThat(tcp.isFragment()).isTrue();
    assertThat(fragment.unreadable()).isEmpty();
    Frame stripped = tcp.withoutOptions(TcpOption::isMptcp);
    assertThat(stripped.tcp().orElseThrow().isMptcp()).isFalse();
    // Whole again, its checksum is right, as the change of a part has mended that of all.
    assertThat(stripped.withBytes(14 + 6, new byte[] {0x40, 0}).tcp()).isPresent();
    assertThatThrownBy(() -> tcp.withPayload(new byte[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("length of a fragment");
  }

  @Test
  void whatACaptureHasCutIsReadAndNotChanged() {
    byte[] whole = segment().options(TestPackets.DSS).payload("x".repeat(100)).frame().bytes();
    byte[] cut = Arrays.copyOf(whole, 96);
    Frame frame = Frame.captured(LinkType.ETHERNET, cut, whole.length, Origin.UNKNOWN);
    Segment tcp = frame.tcp().orElseThrow();
    assertThat(tcp.payloadLength()).isEqualTo(100);
    assertThat(tcp.payload()).hasSize(96 - 14 - 20 - 40);
    assertThat(tcp.has(MptcpSubtype.DSS)).isTrue();
    assertThatThrownBy(() -> tcp.withSequence(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("96 of " + whole.length + " bytes");
    assertThat(Frame.of(cut).unreadable()).hasValue("IPv4 packet of 160 octets where there are 82");
  }

  @Test
  void framesThatAreNotTcpSayWhatTheyAre() {
    assertThat(TestPackets.udp("10.0.1.1", "10.0.1.2", "x"))
        .hasToString("10.0.1.1 > 10.0.1.2 UDP 43 bytes");
    assertThat(TestPackets.arp(1, "10.0.1.1", "10.0.1.2"))
        .hasToString("52:54:00:5f:01:01 > 52:54:00:5f:02:01 ARP 42 bytes");
    assertThat(Frame.of(new byte[3])).hasToString("? > ? 3 bytes");
  }

  @Test
  void refusesChangesThatCanNotBe() {
    Frame packet = segment().frame();
    Segment tcp = packet.tcp().orElseThrow();
    assertThatThrownBy(() -> packet.withSource(IpText.parse("fd00::1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fd00");
    assertThatThrownBy(() -> tcp.withOptionBytes(new byte[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("multiple of 4");
    assertThatThrownBy(() -> tcp.withPayload(new byte[65_536]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("65535");
    assertThatThrownBy(() -> packet.withBytes(packet.length(), new byte[1]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> IpText.parse("server"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"server\"");
  }

  @Test
  void malformedOptionsTakeTheRest() {
    byte[] options = HexFormat.of().parseHex("1e040181" + "01011eff");
    Segment tcp = segment().frame().tcp().orElseThrow();
    Segment with = tcp.withOptionBytes(options).tcp().orElseThrow();
    assertThat(with.options()).extracting(TcpOption::length).containsExactly(4, 2);
    assertThat(with.mptcp()).extracting(DecodedOption::conforms).containsExactly(true, false);
    assertThat(with.withoutOptions(TcpOption::isMptcp).tcp().orElseThrow().optionBytes())
        .isEqualTo(HexFormat.of().parseHex("01010101" + "01011eff"));
  }
}
