// SPDX-License-Identifier: Apache-2.0
package dev.subflow.capture;

import static dev.subflow.packet.TestFrame.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PcapReaderTest {
  private static final byte[] FRAME = frame().payload(4).bytes();

  private static byte[] file(ByteOrder order, int magic, int link, int length) {
    return ByteBuffer.allocate(24 + 16 + FRAME.length)
        .order(order)
        .putInt(magic)
        .putShort((short) 2)
        .putShort((short) 4)
        .putLong(0)
        .putInt(65_535)
        .putInt(link)
        .putInt(0xf000_0000)
        .putInt(250)
        .putInt(length)
        .putInt(1500)
        .put(FRAME)
        .array();
  }

  private static byte[] file(int link) {
    return file(ByteOrder.LITTLE_ENDIAN, PcapReader.MAGIC_MICROS, link, FRAME.length);
  }

  @ParameterizedTest
  @CsvSource({"true,false", "true,true", "false,false", "false,true"})
  void readsBothByteOrdersAndClocks(boolean isBig, boolean inNanos) throws IOException {
    CaptureFile read =
        RawBlocks.read(
            file(
                isBig ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
                inNanos ? PcapReader.MAGIC_NANOS : PcapReader.MAGIC_MICROS,
                1,
                FRAME.length));

    assertThat(read.frames())
        .singleElement()
        .satisfies(f -> assertThat(f.frame().buffer()).isEqualTo(ByteBuffer.wrap(FRAME)))
        .satisfies(f -> assertThat(f.frame().wireLength()).isEqualTo(1500))
        .satisfies(
            f ->
                assertThat(f.time())
                    .isEqualTo(Instant.ofEpochSecond(0xf000_0000L, inNanos ? 250 : 250_000)));
    assertThat(read.gaps()).isEmpty();
  }

  @Test
  void namesALinkTypeThatItDoesNotRead() {
    assertThatThrownBy(() -> RawBlocks.read(file(105)))
        .isInstanceOf(CaptureFormatException.class)
        .hasMessageContaining("link type 105");
  }

  @Test
  void readsWhatIsWholeOfAFileThatIsCutAnywhere() throws IOException {
    byte[] whole = file(1);
    for (int length = 4; length < whole.length; length++) {
      CaptureFile read = RawBlocks.read(Arrays.copyOf(whole, length));
      assertThat(read.frames()).isEmpty();
      assertThat(read.gaps()).as("cut at %d", length).hasSize(length == 24 ? 0 : 1);
    }
  }

  @Test
  void stopsWhereLengthsLie() throws IOException {
    for (int length : new int[] {-1, Integer.MAX_VALUE}) {
      CaptureFile read =
          RawBlocks.read(file(ByteOrder.LITTLE_ENDIAN, PcapReader.MAGIC_MICROS, 1, length));
      assertThat(read.frames()).isEmpty();
      assertThat(read.gaps())
          .singleElement()
          .asString()
          .contains("byte 24 can't be " + Integer.toUnsignedString(length) + " bytes long");
    }
  }
}
