// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.kernel;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that are no kernels, and kernels that are packed: {@link FileGuess}, {@link Lz4Legacy}. */
final class FileGuessTest {
  @ParameterizedTest
  @CsvSource({
    "7f454c4602, 'an ELF file, but no x86-64 Linux kernel (first bytes: 7f 45 4c 46 02 \".ELF.\")'",
    "4d5a90, a PE/EFI program but no bzImage",
    "213c617263683e0a, an ar archive (a Debian package?)",
    "23212f62696e2f7368, a script",
    "514649fb00, a qcow2 disk image",
    "303730373031, a cpio archive (an initramfs?)",
    "28b52ffd, a bare ZSTD file",
    "1f8b0800, a bare GZIP file",
    "636f6e6669670a, a text file",
    "00010203, no kernel",
  })
  void saysWhatItLooksLike(String hex, String guess) {
    assertThat(FileGuess.describe(HexFormat.of().parseHex(hex)).replace("program,", "program"))
        .startsWith(guess);
  }

  @Test
  void showsNoMoreThanTheBeginning() {
    assertThat(FileGuess.describe(new byte[0])).isEqualTo("empty");
    assertThat(FileGuess.describe("a long line of text, and more".getBytes(US_ASCII)))
        .isEqualTo(
            "a text file (first bytes: 61 20 6c 6f 6e 67 20 6c 69 6e 65 20 6f 66 20 74"
                + " \"a long line of t\")");
  }

  @ParameterizedTest
  @CsvSource({
    "abc, 0, 0",
    "abc, 1, 5",
    "b, 0, 1",
    "bcx, 0, 6",
    "bcd, 0, -1",
    "x, 99, -1",
    "'', 3, 3"
  })
  void bytesAreFoundAtOrAfterAPosition(String wanted, int from, int at) {
    assertThat(Bytes.indexOf("abc--abcx".getBytes(US_ASCII), wanted, from)).isEqualTo(at);
  }

  private static byte[] expand(byte[] packed) throws IOException {
    return new Lz4Legacy(new ByteArrayInputStream(packed)).readAllBytes();
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  @Test
  void everyBlockOfALegacyFrameIsExpanded() throws IOException {
    byte[] data = Arrays.copyOf(random(3 << 20), 9 << 20);
    byte[] packed = SampleKernel.compress(Compression.LZ4_LEGACY, data);

    assertThat(expand(packed)).isEqualTo(data);
    assertThat(expand(Arrays.copyOf(packed, packed.length + 3)))
        .as("less than a length behind it")
        .isEqualTo(data);
  }

  @Test
  void framesThatFollowEachOtherAreOne() throws IOException {
    ByteArrayOutputStream two = new ByteArrayOutputStream();
    two.write(SampleKernel.compress(Compression.LZ4_LEGACY, random(1000)));
    two.write(SampleKernel.compress(Compression.LZ4_LEGACY, random(1000)));

    assertThat(expand(two.toByteArray()))
        .hasSize(2000)
        .startsWith(random(1000))
        .endsWith(random(1000));
  }

  private static byte[] frame(int length, int bytes) {
    return ByteBuffer.allocate(8 + bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(0x184c2102)
        .putInt(length)
        .array();
  }

  @Test
  void framesThatLieAreRefused() {
    assertThatThrownBy(() -> expand(new byte[] {2, 0x21, 0x4c}))
        .isInstanceOf(IOException.class)
        .hasMessage("no legacy LZ4 frame");
    assertThatThrownBy(() -> expand(frame(0, 0))).hasMessage("LZ4 block of impossible length 0");
    assertThatThrownBy(() -> expand(frame(11, 10)))
        .hasMessage("LZ4 block of impossible length 11: 10 bytes are left");
    assertThatThrownBy(() -> expand(frame(-1, 10)))
        .hasMessage("LZ4 block of impossible length 4294967295");
    assertThatThrownBy(() -> expand(Arrays.copyOf(frame(1, 0), 4)))
        .hasMessage("LZ4 frame holds no complete block");
  }
}
