// SPDX-License-Identifier: Apache-2.0
package dev.subflow.assertions;

import static dev.subflow.packet.TestPackets.segment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.capture.PacketTrace;
import dev.subflow.capture.TestPcapng;
import dev.subflow.packet.Frame;
import dev.subflow.packet.TcpFlag;
import dev.subflow.packet.TestPackets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TraceListingTest {
  /** Data with a mapping and a checksum. */
  private static final byte[] DSS =
      HexFormat.of().parseHex("1e1420050000000a0000000100000001000a0000");

  @TempDir private Path folder;

  private static List<Integer> numbers(int count) {
    return IntStream.rangeClosed(1, count).boxed().toList();
  }

  private static Frame syn() {
    return segment().flags(TcpFlag.SYN).options(TestPackets.MP_CAPABLE_SYN).frame();
  }

  private static Frame data() {
    return segment().flags(TcpFlag.ACK).options(DSS).frame();
  }

  private static Frame reset() {
    return segment().flags(TcpFlag.RST).frame();
  }

  private PacketTrace trace(List<Frame> frames) throws IOException {
    return TestPcapng.trace(
        TestPcapng.write(
            folder.resolve("made.pcapng"), frames.stream().map(Frame::bytes).toList()));
  }

  @Test
  void asManyLinesAsFitAreAllThere() {
    assertThat(TraceListing.bounded(numbers(40), String::valueOf))
        .hasSize(40)
        .startsWith("1")
        .endsWith("40");
  }

  @Test
  void ofMoreTheMiddleIsCounted() {
    assertThat(TraceListing.bounded(numbers(42), String::valueOf))
        .hasSize(41)
        .startsWith("1", "2")
        .containsSubsequence("30", "[... 2 more ...]", "33")
        .endsWith("42")
        .doesNotContain("31", "32");
  }

  @Test
  void fewPacketsAreShownWithThoseThatOnlyMoveData() throws IOException {
    String listing = TraceListing.of(trace(List.of(syn(), data(), reset())));

    assertThat(listing.lines()).hasSize(4);
    assertThat(listing)
        .contains("MP_CAPABLE", "DSS", "RST")
        .endsWith("(3 TCP packets, 2 of them with MPTCP options; 3 shown or counted above)");
  }

  @Test
  void ofManyPacketsThoseThatTellSomethingAreShown() throws IOException {
    List<Frame> frames = new ArrayList<>(Collections.nCopies(50, data()));
    frames.add(0, syn());
    frames.add(reset());

    String listing = TraceListing.of(trace(frames));

    assertThat(listing.lines()).hasSize(3);
    assertThat(listing)
        .contains("MP_CAPABLE", "RST")
        .doesNotContain("DSS")
        .endsWith("(52 TCP packets, 51 of them with MPTCP options; 2 shown or counted above)");
  }

  @Test
  void whatIsMissingOfTheCaptureIsTold() throws IOException {
    PacketTrace whole = trace(List.of(syn()));

    assertThat(
            TraceListing.of(
                new PacketTrace(whole.origin(), whole.frames(), List.of("it is cut off"), 0)))
        .endsWith("\nit is cut off");
  }
}
