// SPDX-License-Identifier: Apache-2.0
package dev.subflow.capture;

import static dev.subflow.packet.TestFrame.ACK;
import static dev.subflow.packet.TestFrame.FIN;
import static dev.subflow.packet.TestFrame.SYN;
import static dev.subflow.packet.TestFrame.frame;
import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.packet.TcpFlag;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PacketTraceTest {
  @TempDir private Path folder;

  private PacketTrace trace(byte[]... frames) throws IOException {
    return TestPcapng.trace(TestPcapng.write(folder.resolve("made.pcapng"), List.of(frames)));
  }

  @Test
  void keepsTheFirstOfWhatTakesRoomInTheSequence() throws IOException {
    byte[] syn = frame().flags(SYN).bytes();
    byte[] data = frame().payload(4).bytes();
    byte[] more = frame().payload(5).bytes();
    byte[] fin = frame().flags(FIN | ACK).sequence(1009).bytes();
    byte[] ack = frame().bytes();

    PacketTrace kept =
        trace(syn, syn, data, data, more, ack, ack, fin, fin).withoutRetransmissions();

    assertThat(kept.segments())
        .extracting(s -> s.segment().payloadLength())
        .containsExactly(0, 4, 5, 0, 0, 0);
    assertThat(kept.segments().get(0).segment().isSyn()).isTrue();
    assertThat(kept.segments().get(5).segment().has(TcpFlag.FIN)).isTrue();
  }

  @Test
  void tellsPortsApart() throws IOException {
    byte[] one = frame().payload(4).bytes();
    byte[] other = frame().sourcePort(5001).payload(4).bytes();

    assertThat(trace(one, other, one).withoutRetransmissions().segments()).hasSize(2);
  }

  @Test
  void tellsWhatItCouldNotRead() throws IOException {
    byte[] fragment = frame().bytes();
    fragment[14 + 7] = 2;
    byte[] arp = frame().bytes();
    arp[13] = 6;

    PacketTrace trace = trace(arp, fragment, frame().bytes());

    assertThat(trace.unreadable())
        .containsExactly("0.001000 a/eth1 IPv4 fragment from octet 16 on");
    assertThat(trace.segments()).hasSize(1);
    assertThat(trace.line(trace.frames().get(2))).startsWith("0.002000 a→");
    assertThat(trace.missingFrames()).isZero();
  }

  @Test
  void mergesWiresByTime() throws IOException {
    PacketTrace first = trace(frame().bytes(), frame().sourcePort(5001).bytes());
    PacketTrace second =
        TestPcapng.trace(
            TestPcapng.write(
                folder.resolve("other.pcapng"), List.of(frame().sourcePort(5002).bytes())));
    PacketTrace nothing = new PacketTrace(Instant.EPOCH, List.of(), List.of("x"), 3);

    PacketTrace merged = PacketTrace.merge(first, nothing, second);

    assertThat(merged.segments())
        .extracting(s -> s.segment().sourcePort())
        .containsExactly(5000, 5002, 5001);
    assertThat(merged.origin()).isEqualTo(first.origin());
    assertThat(merged.gaps()).containsExactly("x");
    assertThat(merged.missingFrames()).isEqualTo(3);
  }
}
