// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet;

import static dev.subflow.packet.TestFrame.frame;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LayoutReaderTest {
  private static final int IP = 14;
  private static final String V6 = "fd00:1::";

  private static Layout read(LinkType link, byte[] octets) {
    return LayoutReader.read(link, octets, octets.length);
  }

  private static Layout read(byte[] octets) {
    return read(LinkType.ETHERNET, octets);
  }

  private static void assertUnreadable(byte[] octets, String why) {
    Layout layout = read(octets);
    assertThat(layout.hasTcp()).isFalse();
    assertThat(layout.fault()).isEqualTo(why);
  }

  private static TestFrame v6() {
    return frame().ends(V6 + "1", V6 + "2");
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }

  /** The frame with another link header. */
  private static byte[] behind(String header, byte[] ethernet) {
    byte[] link = hex(header);
    return ByteBuffer.allocate(link.length + ethernet.length - IP)
        .put(link)
        .put(ethernet, IP, ethernet.length - IP)
        .array();
  }

  @Test
  void leavesThePaddingOfShortFramesOut() {
    byte[] octets = frame().payload(3).padding(9).bytes();

    Layout layout = read(octets);

    assertThat(layout.end() - layout.transport()).isEqualTo(23);
    assertThat(layout.end()).isEqualTo(octets.length - 9);
  }

  @ParameterizedTest
  @CsvSource({
    "ETHERNET, 5254005f0201 5254005f0101 0800, 14",
    "ETHERNET, 5254005f0201 5254005f0101 8100 0007 0800, 18",
    "ETHERNET, 5254005f0201 5254005f0101 88a8 0007 8100 0008 0800, 22",
    "ETHERNET, 5254005f0201 5254005f0101 9100 0007 8100 0008 0800, 22",
    "LINUX_COOKED, 0004 0001 0006 5254005f0101 0000 0800, 16",
    "LINUX_COOKED, 0004 0001 0006 5254005f0101 0000 8100 0007 0800, 20",
    "LINUX_COOKED_2, 0800 0000 00000002 0001 04 06 5254005f0101 0000, 20",
    "LINUX_COOKED_2, 8100 0000 00000002 0001 04 06 5254005f0101 0000 0007 0800, 24",
    "RAW_IP, '', 0",
  })
  void findsIpBehindEveryLinkHeader(LinkType link, String header, int ip) {
    byte[] octets = behind(header, frame().payload(4).bytes());

    Layout layout = read(link, octets);

    assertThat(layout.ip()).isEqualTo(ip);
    assertThat(layout.hasTcp()).isTrue();
    assertThat(layout.transport()).isEqualTo(ip + 20);
    assertThat(layout.fault()).isEmpty();
    Frame frame = Frame.captured(link, octets, octets.length, Origin.UNKNOWN);
    assertThat(frame.tcp().orElseThrow().payloadLength()).isEqualTo(4);
    assertThat(frame.sourceMac().isPresent()).isEqualTo(link != LinkType.RAW_IP);
  }

  @Test
  void findsIpv6WithoutALinkHeader() {
    assertThat(read(LinkType.RAW_IP, behind("", v6().bytes())).hasTcp()).isTrue();
    assertThat(read(LinkType.RAW_IP, hex("75")).fault())
        .isEqualTo("IPv4 header cut off after 1 octets");
    assertThat(read(LinkType.RAW_IP, new byte[20]).fault())
        .isEqualTo("IPv4 packet that says it is of version 0");
  }

  @Test
  void passesTheOptionsOfIpv4() {
    byte[] plain = frame().payload(4).bytes();
    byte[] octets = Arrays.copyOf(plain, plain.length + 8);
    octets[IP] = 0x47;
    octets[IP + 3] = 20 + 8 + 20 + 4;
    Arrays.fill(octets, IP + 20, IP + 28, (byte) 1);
    System.arraycopy(plain, IP + 20, octets, IP + 28, plain.length - IP - 20);

    assertThat(read(octets).transport()).isEqualTo(IP + 28);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0600000000000000", // hop by hop
    "60, 2b00000000000000 0600000000000000", // destination, then routing
    "51, 0602000000000000 0000000000000000", // authentication, in units of 4 octets
    "44, 0600000000000001", // a fragment that is all there is
    "43, 0601000000000000 0000000000000000", // routing, of 16 octets
    "135, 0600000000000000", // mobility
    "0, 2b00000000000000 2c00000000000000 3300000000000001 3c00000000000000 0600000000000000"
  })
  void passesIpv6ExtensionHeaders(int first, String headers) {
    byte[] octets = v6().extensions(first, headers.replace(" ", "")).payload(4).bytes();

    Layout layout = read(octets);

    assertThat(layout.hasTcp()).isTrue();
    assertThat(layout.end() - layout.transport()).isEqualTo(24);
    assertThat(ByteBuffer.wrap(octets).getShort(layout.transport())).isEqualTo((short) 5000);
    assertThat(layout.fragment()).isFalse();
  }

  @Test
  void passesAuthenticationOnIpv4() {
    byte[] plain = frame().payload(4).bytes();
    byte[] octets = Arrays.copyOf(plain, plain.length + 16);
    octets[IP + 3] = 20 + 16 + 20 + 4;
    octets[IP + 9] = 51;
    System.arraycopy(hex("06020000 00000000 00000000 00000000"), 0, octets, IP + 20, 16);
    System.arraycopy(plain, IP + 20, octets, IP + 36, plain.length - IP - 20);

    assertThat(read(octets).transport()).isEqualTo(IP + 36);
  }

  @Test
  void onlyTheFirstFragmentHasTheHeader() {
    byte[] v4 = frame().bytes();
    v4[IP + 6] = 0x20; // more fragments
    assertThat(read(v4).hasTcp()).isTrue();
    assertThat(read(v4).fragment()).isTrue();
    v4[IP + 7] = 2;
    assertUnreadable(v4, "IPv4 fragment from octet 16 on");
    byte[] first = v6().extensions(44, "0600000100000001").bytes();
    assertThat(read(first).hasTcp()).isTrue();
    assertThat(read(first).fragment()).isTrue();
    assertUnreadable(
        v6().extensions(44, "0600000800000001").bytes(), "IPv6 fragment from octet 8 on");
  }

  @Test
  void brokenHeadersCannotBeRead() {
    byte[] shortHeader = frame().bytes();
    shortHeader[IP] = 0x44;
    assertUnreadable(shortHeader, "IPv4 header of 16 octets where there are 40");
    byte[] total = frame().bytes();
    total[IP + 2] = 0;
    total[IP + 3] = 19;
    assertUnreadable(total, "IPv4 packet of 19 octets with a header of 20");
    byte[] offset = frame().bytes();
    offset[IP + 20 + 12] = 0x40;
    assertUnreadable(offset, "TCP header of 16 octets where there are 20");
    byte[] extension = v6().extensions(0, "06ff000000000000").bytes();
    assertUnreadable(extension, "IPv6 extension header 0 longer than the packet");
    byte[] version = v6().bytes();
    version[IP] = 0x40;
    assertUnreadable(version, "IPv6 packet that says it is of version 4");
    byte[] length = v6().bytes();
    length[IP + 4] = 1;
    assertUnreadable(length, "IPv6 packet of 316 octets where there are 60");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 13})
  void whatIsShorterThanItsLinkHeaderIsNothing(int length) {
    assertThat(read(new byte[length]).etherType()).isEqualTo(Layout.ABSENT);
    assertThat(read(LinkType.LINUX_COOKED, new byte[15]).fault()).isEmpty();
    assertThat(read(LinkType.LINUX_COOKED_2, new byte[19]).fault()).isEmpty();
    assertThat(read(LinkType.RAW_IP, new byte[0]).fault()).isEmpty();
  }

  @Test
  void whatIsNotTcpIsNoFault() {
    byte[] udp = frame().bytes();
    udp[IP + 9] = 17;
    udp[IP + 7] = 2;
    byte[] arp = frame().bytes();
    arp[13] = 6;
    byte[] icmp = v6().extensions(0, "3a00000000000000").bytes();
    byte[] later = v6().extensions(44, "1100000800000001").bytes();
    for (byte[] octets : new byte[][] {udp, arp, icmp, later}) {
      assertThat(read(octets).hasTcp()).isFalse();
      assertThat(read(octets).fault()).isEmpty();
    }
  }
}
