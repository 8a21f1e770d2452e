// SPDX-License-Identifier: Apache-2.0
package dev.subflow.capture;

import static dev.subflow.packet.Packets.addAddr;
import static dev.subflow.packet.Packets.malformed;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The announcement and its echo that {@code tcpdump -i any} captured, as Linux cooked frames. */
final class PcapLinkTypeCaseTest {
  // PacketTrace.read(file): 2 segments (ADD_ADDR id=1 10.0.2.1 hmac=f8295862f645df19, and its echo)
  private static final Pattern EXPECTED = Pattern.compile("(\\d+) segments \\((ADD_ADDR [^,]*),");

  private static InputStream open(String name) {
    return Objects.requireNonNull(
        PcapLinkTypeCaseTest.class.getResourceAsStream("/cases/pcap-link-type/" + name));
  }

  @Test
  void isReadAsExpected() throws IOException {
    PacketTrace trace;
    String expected;
    try (InputStream in = open("linux-sll.pcapng");
        InputStream text = open("linux-sll.expected")) {
      trace = PacketTrace.read("linux-sll.pcapng", in);
      expected = new String(text.readAllBytes(), StandardCharsets.UTF_8);
    }
    Matcher wanted = EXPECTED.matcher(expected);
    assertThat(wanted.find()).isTrue();

    assertThat(trace.segments()).hasSize(Integer.parseInt(wanted.group(1)));
    assertThat(trace.unreadable()).isEmpty();
    assertThat(trace.gaps()).isEmpty();
    assertThat(trace.segments().get(0).toString()).contains(wanted.group(2));
    assertThat(trace.matching(addAddr().notEcho().addressId(1).address("10.0.2.1"))).hasSize(1);
    assertThat(trace.matching(addAddr().echo().address("10.0.2.1"))).hasSize(1);
    assertThat(trace.matching(malformed())).isEmpty();
    assertThat(trace.frames())
        .extracting(f -> f.frame().sender().orElse("?"))
        .isEqualTo(List.of("any/eth0", "any/eth0"));
  }
}
