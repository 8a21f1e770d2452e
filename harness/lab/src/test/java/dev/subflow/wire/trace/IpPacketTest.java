// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire.trace;

import static dev.subflow.wire.trace.TestFrame.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.wire.mptcp.IpText;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IpPacketTest {
  private static final int IP = 14;
  private static final String V6 = "fd00:1::";

  private static Optional<IpPacket> read(byte[] octets) throws UnreadableFrameException {
    return IpPacket.read(ByteBuffer.wrap(octets), IpText::of);
  }

  private static TestFrame v6() {
    return frame().ends(V6 + "1", V6 + "2");
  }

  @Test
  void leavesThePaddingOfShortFramesOut() throws Exception {
    IpPacket packet = read(frame().payload(3).padding(9).bytes()).orElseThrow();

    assertThat(packet.tcpLength()).isEqualTo(23);
    assertThat(packet.tcp().limit()).isEqualTo(23);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0600000000000000", // hop by hop
    "60, 2b00000000000000 0600000000000000", // destination, then routing
    "51, 0602000000000000 0000000000000000", // authentication, in units of 4 octets
    "44, 0600000000000001", // a fragment that is all there is
    "43, 0601000000000000 0000000000000000" // routing, of 16 octets
  })
  void passesIpv6ExtensionHeaders(int first, String headers) throws Exception {
    byte[] octets = v6().extensions(first, headers.replace(" ", "")).payload(4).bytes();

    IpPacket packet = read(octets).orElseThrow();

    assertThat(packet.tcpLength()).isEqualTo(24);
    assertThat(packet.tcp().getShort(0)).isEqualTo((short) 5000);
  }

  @Test
  void fragmentsOfTcpCannotBeRead() {
    byte[] v4 = frame().bytes();
    v4[IP + 6] = 0x20; // more fragments
    assertThatThrownBy(() -> read(v4)).hasMessage("IPv4 fragment");
    assertThatThrownBy(() -> read(v6().extensions(44, "0600000800000001").bytes()))
        .hasMessage("IPv6 fragment");
  }

  @Test
  void brokenHeadersCannotBeRead() {
    byte[] shortHeader = frame().bytes();
    shortHeader[IP] = 0x44;
    assertThatThrownBy(() -> read(shortHeader)).hasMessage("IPv4 header broken");
    byte[] total = frame().bytes();
    total[IP + 2] = 0;
    total[IP + 3] = 19;
    assertThatThrownBy(() -> read(total)).hasMessage("IPv4 header broken");
  }

  @Test
  void whatIsNotTcpIsNothing() throws Exception {
    byte[] udp = frame().bytes();
    udp[IP + 9] = 17;
    assertThat(read(udp)).isEmpty();
    byte[] arp = frame().bytes();
    arp[13] = 6;
    assertThat(read(arp)).isEmpty();
    assertThat(read(v6().extensions(0, "3a00000000000000").bytes())).as("ICMPv6").isEmpty();
    assertThat(read(v6().extensions(44, "1100000800000001").bytes())).as("UDP, later").isEmpty();
  }
}
