// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire.packet;

import static dev.subflow.wire.packet.Packets.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.topology.MacAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PacketTest {
  // The worked example of many textbooks: the checksum is b1e6.
  private static final String KNOWN_HEADER = "4500003c1c4640004006b1e6ac100a63ac100a0c";

  @ParameterizedTest
  @CsvSource({"10.0.1.1,10.0.1.2,0", "fd00:1::1,fd00:1::2,0", "10.0.1.1,10.0.1.2,2"})
  void readsHeaders(String from, String to, int vlans) {
    Packet packet =
        segment(from, to)
            .flags(TcpFlag.SYN)
            .options(Packets.MP_CAPABLE_SYN, Packets.TIMESTAMPS)
            .payload("hello")
            .vlans(vlans)
            .padding(7)
            .packet();
    TcpSegment tcp = packet.tcp().orElseThrow();
    assertThat(packet.isIpv6()).isEqualTo(from.contains(":"));
    assertThat(packet.isIpv4()).isNotEqualTo(packet.isIpv6());
    assertThat(packet.source()).contains(Addresses.parse(from));
    assertThat(packet.destination()).contains(Addresses.parse(to));
    assertThat(packet.sourceMac()).contains(new MacAddress("52:54:00:5f:01:01"));
    assertThat(packet.destinationMac()).contains(new MacAddress("52:54:00:5f:02:01"));
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
    assertThat(tcp.toString()).endsWith(":9735 [SYN] 5 bytes MP_CAPABLE").contains(":40000 > ");
  }

  @Test
  void agreesWithAKnownChecksum() {
    byte[] header = HexFormat.of().parseHex(KNOWN_HEADER);
    byte[] frame = new byte[14 + 60];
    frame[12] = 8;
    System.arraycopy(header, 0, frame, 14, header.length);
    frame[14 + 20 + 12] = 0x50;
    assertThat(Checksums.of(frame, Layout.of(frame)).ip()).isZero();
    frame[14 + 9] = 17;
    assertThat(Checksums.of(frame, Layout.of(frame)).ip()).isNotZero();
  }

  @Test
  void sequenceNumbersWrap() {
    TcpSegment tcp = segment().sequence(0xffff_fffeL).payload("four").packet().tcp().orElseThrow();
    assertThat(tcp.sequence()).isEqualTo(0xffff_fffeL);
    assertThat(tcp.nextSequence()).isEqualTo(2);
  }

  @Test
  void fragmentsAndTruncatedPacketsHaveAddressesButNoTcp() {
    Packet whole = segment().payload("data").packet();
    Packet fragment = whole.withBytes(14 + 6, new byte[] {0x20, 0});
    Packet truncated = Packet.of(Arrays.copyOf(whole.bytes(), whole.length() - 1));
    for (Packet packet : new Packet[] {fragment, truncated}) {
      assertThat(packet.source()).isPresent();
      assertThat(packet.tcp()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 13, 14, 33, 34, 53})
  void anyBytesAreAPacket(int length) {
    Packet packet = Packet.of(Arrays.copyOf(segment().packet().bytes(), length));
    assertThat(packet.tcp()).isEmpty();
    assertThat(packet.source().isPresent()).isEqualTo(length >= 34);
    assertThat(packet.destinationMac().isPresent()).isEqualTo(length >= 14);
    assertThat(packet.hasRightChecksums()).isTrue();
    assertThat(packet.toString()).contains(" > ");
  }

  @Test
  void skipsExtensionHeadersOfIpv6() {
    byte[] plain = segment("fd00::1", "fd00::2").payload("x").packet().bytes();
    byte[] content = Arrays.copyOfRange(plain, 54, plain.length);
    byte[] extended = new byte[8 + content.length];
    extended[0] = 6;
    System.arraycopy(content, 0, extended, 8, content.length);
    Packet packet = Packets.ip("fd00::1", "fd00::2", 60, extended, 0, 0);
    assertThat(packet.tcp().orElseThrow().payloadLength()).isEqualTo(1);
  }

  @Test
  void refusesWhatCanNotBeAFrame() {
    for (int length : new int[] {0, Packet.MAX_BYTES + 1}) {
      assertThatThrownBy(() -> Packet.of(new byte[length]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("a frame of " + length + " bytes")
          .hasMessageContaining("65553");
    }
    assertThat(Packet.of(new byte[Packet.MAX_BYTES]).length()).isEqualTo(Packet.MAX_BYTES);
  }

  @Test
  void refusesChangesThatCanNotBe() {
    Packet packet = segment().packet();
    TcpSegment tcp = packet.tcp().orElseThrow();
    assertThatThrownBy(() -> packet.withSource(Addresses.parse("fd00::1")))
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
    assertThatThrownBy(() -> Addresses.parse("server"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"server\"");
  }

  @Test
  void malformedOptionsEndTheList() {
    byte[] options = HexFormat.of().parseHex("1e040181" + "01011eff");
    TcpSegment tcp = segment().packet().tcp().orElseThrow();
    TcpSegment with = tcp.withOptionBytes(options).tcp().orElseThrow();
    assertThat(with.options()).hasSize(1);
    assertThat(with.withoutOptions(TcpOption::isMptcp).tcp().orElseThrow().optionBytes())
        .isEqualTo(HexFormat.of().parseHex("01010101" + "01011eff"));
  }
}
