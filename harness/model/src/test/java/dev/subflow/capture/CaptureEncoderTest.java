// SPDX-License-Identifier: Apache-2.0
package dev.subflow.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.packet.Frame;
import dev.subflow.packet.LinkType;
import dev.subflow.packet.Origin;
import dev.subflow.packet.TestPackets;
import dev.subflow.packet.mptcp.IpText;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class CaptureEncoderTest {
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.000000006Z");
  private static final CaptureInterface NIC = nic("a/eth1", LinkType.ETHERNET);

  private static CaptureInterface nic(String name, LinkType link) {
    return new CaptureInterface(
        name,
        "äöü",
        link.number(),
        Optional.empty(),
        List.of(
            new CaptureInterface.Address(IpText.parse("10.0.1.1"), 24),
            new CaptureInterface.Address(IpText.parse("0.0.0.0"), 0),
            new CaptureInterface.Address(IpText.parse("fd00:1::1"), 64)));
  }

  private static CaptureFile file(
      List<CaptureInterface> nics, List<CapturedFrame> frames, CaptureFile.Statistics... counts) {
    List<CaptureFile.Event> events = List.of(new CaptureFile.Event(Instant.EPOCH, "cut"));
    return new CaptureFile("app", "comment ✓", nics, frames, events, List.of(counts), List.of());
  }

  private static CaptureFile again(CaptureFile file, boolean classic) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CaptureEncoder encoder = new CaptureEncoder(file);
    if (classic) {
      encoder.pcap(out);
    } else {
      encoder.pcapng(out);
    }
    return CaptureFile.read("x", new ByteArrayInputStream(out.toByteArray()));
  }

  @Test
  void everythingButTheGapsComesBack() throws IOException {
    CaptureFile file =
        file(
            List.of(NIC),
            List.of(captured(TestPackets.segment().payload("odd").frame(), Optional.of("why €"))),
            new CaptureFile.Statistics(
                NIC, OptionalLong.of(5), OptionalLong.empty(), Optional.of("full")));

    assertThat(again(file, false)).isEqualTo(file);
  }

  private static CapturedFrame captured(Frame frame, Optional<String> comment) {
    return new CapturedFrame(TIME, NIC, frame, comment);
  }

  @Test
  void classicPcapKeepsTheTimeAndTheLengthOnTheWire() throws IOException {
    byte[] bytes = TestPackets.segment().frame().bytes();
    Frame cut =
        Frame.captured(LinkType.ETHERNET, bytes, 1500, new Origin(Optional.empty(), Map.of()));
    CaptureFile read = again(file(List.of(NIC), List.of(captured(cut, Optional.empty()))), true);

    assertThat(read.frames())
        .singleElement()
        .satisfies(f -> assertThat(f.time()).isEqualTo(TIME))
        .satisfies(f -> assertThat(f.frame()).isEqualTo(cut))
        .satisfies(f -> assertThat(f.frame().wireLength()).isEqualTo(1500));
  }

  @Test
  void classicPcapHasRoomForOneLinkType() {
    CaptureFile file = file(List.of(NIC, nic("b/eth1", LinkType.RAW_IP)), List.of());

    assertThatThrownBy(() -> again(file, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("classic pcap has one link type, not [1, 101]; write pcapng");
  }

  @Test
  void aFrameOfAnInterfaceThatIsNotInTheFileIsRefused() {
    Frame frame = TestPackets.segment().frame();
    CaptureFile file = file(List.of(), List.of(captured(frame, Optional.empty())));

    assertThatThrownBy(() -> again(file, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a/eth1")
        .hasMessageEndingWith("is not one of the file");
  }

  @Test
  void aFileStartsWithWhatItsReaderLooksFor() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new CaptureEncoder(file(List.of(), List.of())).pcapng(out);
    byte[] magic = {0x0a, 0x0d, 0x0d, 0x0a};

    assertThat(out.toByteArray()).startsWith(magic);
    assertThat(PcapngReader.begins(magic)).isTrue();
    assertThat(PcapngReader.begins(new byte[] {0x0a, 0x0d})).as("a cut file").isFalse();
  }
}
