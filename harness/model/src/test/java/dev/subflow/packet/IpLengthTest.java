// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet;

import static dev.subflow.packet.TestPackets.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IpLengthTest {
  /** The payload of IPv6 counts from behind its header, that of IPv4 with it. */
  @ParameterizedTest
  @CsvSource({
    "10.0.1.1, 10.0.1.2, 0, 16",
    "10.0.1.1, 10.0.1.2, 2, 24",
    "fd00:1::1, fd00:1::2, 0, 18",
  })
  void writesWhatTheFrameHolds(String from, String to, int vlans, int field) {
    int longest = 0xffff;
    Frame frame = segment(from, to).payload("x").vlans(vlans).frame();
    int header = 14 + 4 * vlans + (frame.isIpv6() ? 40 : 0);
    byte[] longer = Arrays.copyOf(frame.bytes(), header + longest);

    IpLength.write(longer, frame.layout());

    assertThat(ByteBuffer.wrap(longer).getShort(field) & 0xffff).isEqualTo(longest);
  }

  @Test
  void refusesWhatTheFieldCanNotHold() {
    Frame frame = segment().frame();
    byte[] tooLong = Arrays.copyOf(frame.bytes(), 14 + 0x1_0000);

    assertThatThrownBy(() -> IpLength.write(tooLong, frame.layout()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an IP packet of 65536 bytes; 65535 are possible");
    assertThatThrownBy(() -> frame.tcp().orElseThrow().withPayload(new byte[65_496]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("65536 bytes");
  }
}
