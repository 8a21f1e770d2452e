// SPDX-License-Identifier: Apache-2.0
package dev.subflow.assertions;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.assertions.SubflowAssertions.assertThatThrownBy;
import static dev.subflow.packet.Packets.anyTcp;
import static dev.subflow.packet.Packets.arp;
import static dev.subflow.packet.Packets.syn;
import static dev.subflow.packet.Packets.synAck;
import static dev.subflow.packet.TestPackets.segment;

import dev.subflow.capture.PacketTrace;
import dev.subflow.capture.TestPcapng;
import dev.subflow.packet.Frame;
import dev.subflow.packet.TcpFlag;
import dev.subflow.packet.TestPackets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PacketTraceAssertTest {
  @TempDir private Path folder;

  private PacketTrace trace(Frame... frames) throws IOException {
    return TestPcapng.trace(
        TestPcapng.write(
            folder.resolve("made.pcapng"), Stream.of(frames).map(Frame::bytes).toList()));
  }

  private static Frame tagged(int vlans) {
    return segment().flags(TcpFlag.SYN).options(TestPackets.MP_CAPABLE_SYN).vlans(vlans).frame();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void seesTcpBehindVlanTagsAsMiddleboxesDo(int vlans) throws IOException {
    PacketTrace trace = trace(tagged(vlans));

    assertThat(syn().withMptcp().matches(tagged(vlans))).isTrue();
    assertThat(trace).contains(syn().from("10.0.1.1")).containsExactly(1, syn());
    assertThatThrownBy(() -> assertThat(trace).doesNotContain(syn()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("expected no packet SYN")
        .hasMessageContaining("a→b 10.0.1.1:40000 > 10.0.1.2:9735 SYN MP_CAPABLE v1 flags=AH");
  }

  @Test
  void saysWhatIsMissingAndListsTheTrace() throws IOException {
    PacketTrace trace = trace(tagged(0));

    assertThatThrownBy(() -> assertThat(trace).containsInOrder(syn(), synAck().sentBy("b")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("missing:\n  SYN/ACK sent by b")
        .hasMessageContaining("found before:\n  0.000000 a→b")
        .hasMessageContaining("--- packets\n0.000000 a→b")
        .hasMessageContaining("(1 TCP packets, 1 of them with MPTCP options;");
  }

  @Test
  void matchesPacketsOfEveryProtocol() throws IOException {
    PacketTrace trace = trace(TestPackets.arp(1, "10.0.1.1", "10.0.1.2"), tagged(0));

    assertThat(trace).containsInOrder(arp(), syn()).contains(syn().or(arp()));
    assertThatThrownBy(() -> assertThat(trace).doesNotContain(arp()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("ARP 42 bytes");
  }

  @Test
  void judgesNoTraceThatIsNotWhole() throws IOException {
    PacketTrace whole = trace(tagged(0));
    PacketTrace cut =
        new PacketTrace(whole.origin(), whole.frames(), List.of("made.pcapng is cut off"), 0);
    PacketTrace lacking = new PacketTrace(whole.origin(), whole.frames(), List.of(), 3);

    assertThat(cut).contains(syn()).containsAtLeast(1, syn());
    assertThatThrownBy(() -> assertThat(cut).doesNotContain(synAck()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("made.pcapng is cut off");
    assertThatThrownBy(() -> assertThat(lacking).containsExactly(1, anyTcp()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("lacks 3 frames");
  }

  @Test
  void judgesNoTraceWithTcpThatItCannotRead() throws IOException {
    byte[] cut = Arrays.copyOf(tagged(0).bytes(), 14 + 20 + 8);
    cut[17] = 28; // total length of the IPv4 packet
    PacketTrace trace = trace(Frame.of(cut), tagged(0));

    assertThat(trace).contains(syn());
    assertThatThrownBy(() -> assertThat(trace).doesNotContain(synAck()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("it can't be said whether it does not contain [SYN/ACK]")
        .hasMessageContaining("TCP header cut off after 8 octets");
  }
}
