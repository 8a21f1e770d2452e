// SPDX-License-Identifier: Apache-2.0
package dev.subflow.capture;

import static dev.subflow.packet.TestFrame.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.packet.LinkType;
import dev.subflow.packet.Segment;
import java.io.IOException;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PcapngReaderTest {
  private static final byte[] FRAME = frame().payload(4).bytes();
  private static final byte[] BARE = Arrays.copyOfRange(FRAME, 14, FRAME.length);

  private static List<Instant> times(CaptureFile file) {
    return file.frames().stream().map(CapturedFrame::time).toList();
  }

  private static void assertEachIsTheSegment(CaptureFile file, int count) {
    assertThat(file.frames())
        .hasSize(count)
        .allSatisfy(
            f ->
                assertThat(f.frame().tcp().map(Segment::payloadLength))
                    .as(f.frame().link().name())
                    .contains(4));
  }

  @Test
  void readsPacketsOfEveryKind() throws IOException {
    CaptureFile file =
        new RawBlocks()
            .section()
            .nic(1)
            .simple(FRAME)
            .enhanced(0, 1_000_000, FRAME)
            .simple(FRAME)
            .old(0, 2_000_000, Arrays.copyOf(FRAME, 60), FRAME.length + 900)
            .read();

    assertThat(times(file))
        .containsExactly(
            Instant.EPOCH,
            Instant.ofEpochSecond(1),
            Instant.ofEpochSecond(1),
            Instant.ofEpochSecond(2));
    assertEachIsTheSegment(
        new CaptureFile(
            "", "", List.of(), file.frames().subList(0, 3), List.of(), List.of(), List.of()),
        3);
    assertThat(file.frames().get(3).frame().wireLength()).isEqualTo(FRAME.length + 900);
    assertThat(file.frames().get(3).frame().length()).isEqualTo(60);
    assertThat(file.gaps()).isEmpty();
  }

  @Test
  void readsSectionsOfBothByteOrdersWithInterfacesOfTheirOwn() throws IOException {
    RawBlocks blocks = new RawBlocks().order(ByteOrder.BIG_ENDIAN).section().nic(1);
    blocks.enhanced(0, 5_000_000, FRAME).order(ByteOrder.LITTLE_ENDIAN).section();
    blocks.nic(101, blocks.option(9, 1, 9)).nic(1).enhanced(0, 7_000_000_001L, BARE);

    CaptureFile file = blocks.enhanced(1, 9_000_000, FRAME).read();

    assertEachIsTheSegment(file, 3);
    assertThat(file.interfaces()).extracting(CaptureInterface::linkType).containsExactly(1, 101, 1);
    assertThat(times(file))
        .containsExactly(
            Instant.ofEpochSecond(5), Instant.ofEpochSecond(7, 1), Instant.ofEpochSecond(9));
  }

  @ParameterizedTest
  @CsvSource({
    "6, 1500000, 1.500000000",
    "9, 1500000000, 1.500000000",
    "0, 3, 3.000000000",
    "12, 1500000000123, 1.500000000",
    "3, 1500, 1.500000000",
    // 2⁻¹ and 2⁻³² seconds
    "129, 3, 1.500000000",
    "160, 6442450944, 1.500000000"
  })
  void knowsTheClockOfEachInterface(int resolution, long ticks, String seconds) throws IOException {
    RawBlocks blocks = new RawBlocks().section();
    blocks.nic(1, blocks.option(9, 1, resolution));
    blocks.nic(1, blocks.option(9, 1, resolution), blocks.option(14, 8, -100));

    CaptureFile file = blocks.enhanced(0, ticks, FRAME).enhanced(1, ticks, FRAME).read();

    int dot = seconds.indexOf('.');
    Instant wanted =
        Instant.ofEpochSecond(
            Long.parseLong(seconds.substring(0, dot)), Long.parseLong(seconds.substring(dot + 1)));
    assertThat(times(file)).containsExactly(wanted, wanted.minusSeconds(100));
  }

  @ParameterizedTest
  @CsvSource({"101", "12", "14", "228"})
  void readsRawIpByItsNumbers(int link) throws IOException {
    assertEachIsTheSegment(new RawBlocks().section().nic(link).enhanced(0, 0, BARE).read(), 1);
  }

  @Test
  void refusesFramesOfOtherLinkTypesByTheirNumber() throws IOException {
    RawBlocks blocks = new RawBlocks().section().nic(1).nic(147).enhanced(0, 0, FRAME);
    assertThat(blocks.read().frames()).hasSize(1);

    assertThatThrownBy(() -> blocks.enhanced(1, 0, FRAME).read())
        .isInstanceOf(CaptureFormatException.class)
        .hasMessageContaining("link type 147")
        .hasMessageContaining(LinkType.LINUX_COOKED + " (113)");
  }

  @Test
  void readsWhatIsWholeOfAFileThatIsCutAnywhere() throws IOException {
    byte[] whole = new RawBlocks().section().nic(1).enhanced(0, 0, FRAME).simple(FRAME).bytes();
    int second = whole.length - new RawBlocks().simple(FRAME).bytes().length;
    int first = second - new RawBlocks().enhanced(0, 0, FRAME).bytes().length;
    for (int length = 4; length < whole.length; length++) {
      CaptureFile file = RawBlocks.read(Arrays.copyOf(whole, length));
      assertThat(file.frames()).hasSize(length >= second ? 1 : 0);
      if (length == 28 || length == first || length == second) {
        assertThat(file.gaps()).as("cut at %d, between blocks", length).isEmpty();
      } else {
        assertThat(file.gaps())
            .singleElement()
            .asString()
            .startsWith("x.pcapng is cut off at byte " + length + ", in what begins at byte ");
      }
    }
    assertThat(RawBlocks.read(whole).gaps()).isEmpty();
  }

  @Test
  void passesOverBlocksThatContradictThemselves() throws IOException {
    RawBlocks blocks = new RawBlocks().section().nic(1);
    int at = blocks.bytes().length;
    blocks.block(6, blocks.body().putInt(0).putLong(0).putInt(1000).putInt(1000));
    blocks.enhanced(3, 0, FRAME).block(0xbad, blocks.body()).enhanced(0, 0, FRAME);

    CaptureFile file = blocks.read();

    assertThat(file.frames()).hasSize(1);
    assertThat(file.gaps())
        .hasSize(2)
        .element(0)
        .asString()
        .startsWith("x.pcapng: the block at byte " + at + " contradicts");
  }

  @Test
  void anInterfaceThatCanNotBeReadKeepsItsNumber() throws IOException {
    RawBlocks blocks = new RawBlocks().section();
    blocks.nic(1, new byte[] {0, 4, 0, 99}).nic(101).enhanced(1, 0, BARE).enhanced(0, 0, FRAME);

    CaptureFile file = blocks.read();

    assertEachIsTheSegment(file, 2);
    assertThat(file.gaps()).hasSize(1);
  }

  @Test
  void stopsWhereLengthsLie() throws IOException {
    for (int length : new int[] {0, 11, 13, 64 << 10, Integer.MAX_VALUE - 3, -4}) {
      RawBlocks blocks = new RawBlocks().section().nic(1).enhanced(0, 0, FRAME);
      byte[] whole = blocks.bytes();
      int last = whole.length - new RawBlocks().enhanced(0, 0, FRAME).bytes().length;
      java.nio.ByteBuffer.wrap(whole).putInt(last + 4, length);
      CaptureFile file = RawBlocks.read(whole);
      assertThat(file.frames()).isEmpty();
      assertThat(file.gaps()).as("%d", length).hasSize(1);
    }
  }

  @Test
  void refusesWhatIsNoCapture() {
    assertThatThrownBy(() -> RawBlocks.read(new byte[0])).hasMessage("x.pcapng is empty");
    assertThatThrownBy(() -> RawBlocks.read(new byte[] {0x1f, 0, 0, 0, 0}))
        .isInstanceOf(CaptureFormatException.class)
        .hasMessage("x.pcapng is neither pcapng nor pcap: its first byte is 0x1f");
  }
}
