// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.kernel;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.UsageException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Little that expands to much, and headers that promise more than there is. */
final class ExpansionTest {
  private static final int MIB = 1 << 20;
  private static final Duration QUICK = Duration.ofSeconds(60);

  @TempDir private Path folder;

  /** Zeros, in members of 128 MiB each of which takes 128 KiB. */
  private static byte[] zeros(int mebibytes) throws IOException {
    int step = Math.min(mebibytes, 128);
    ByteArrayOutputStream member = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(member)) {
      for (int i = 0; i < step; i++) {
        gzip.write(new byte[MIB]);
      }
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < mebibytes / step; i++) {
      member.writeTo(all);
    }
    return all.toByteArray();
  }

  @Test
  void anImageWithEightGibibytesWithinIsRefused() throws IOException {
    byte[] image = SampleKernel.bzImage("6.1.0", zeros(8 << 10));
    assertThat(image.length).isLessThan(10 * MIB);
    Path file = Files.write(folder.resolve("bzImage"), image);

    Assertions.assertTimeoutPreemptively(
        QUICK,
        () ->
            assertThatThrownBy(() -> KernelImage.read(file))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("expands to more than 1024 MiB"));
  }

  @Test
  void aLargeKernelIsKeptWhole() throws IOException {
    byte[] image = SampleKernel.bzImage("6.1.0", zeros(256));

    assertThat(BzImage.of(image).orElseThrow().vmlinux().orElseThrow()).hasSize(256 * MIB);
  }

  @Test
  void aConfigurationWithinOfMoreThan64MebibytesIsRefused() throws IOException {
    ByteArrayOutputStream vmlinux = new ByteArrayOutputStream();
    vmlinux.write(SampleKernel.vmlinux("6.1.0", true));
    vmlinux.write("IKCFG_ST".getBytes(US_ASCII));
    vmlinux.write(zeros(65));
    vmlinux.write("IKCFG_ED".getBytes(US_ASCII));
    Path file = Files.write(folder.resolve("vmlinux"), vmlinux.toByteArray());

    assertThatThrownBy(() -> KernelImage.read(file))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("expands to more than 64 MiB");
  }

  @Test
  void aModuleHasALimit() throws IOException {
    Path source = Files.write(folder.resolve("a.ko.gz"), zeros(1));
    Path target = folder.resolve("a.ko");

    ModuleTree.expand("a.ko.gz", source, target, MIB);
    assertThat(target).hasSize(MIB);
    assertThatThrownBy(() -> ModuleTree.expand("a.ko.gz", source, target, MIB - 1))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(source.toString())
        .hasMessageContaining("expands to more than");
  }

  @Test
  void aBrokenModuleIsBadInput() throws IOException {
    byte[] cut = Arrays.copyOf(zeros(1), 500);
    Path source = Files.write(folder.resolve("a.ko.gz"), cut);

    assertThatThrownBy(() -> ModuleTree.expand("a.ko.gz", source, folder.resolve("a.ko"), MIB))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(source.toString());
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void theLimitIsExactForEveryCompression(Compression compression) throws IOException {
    byte[] content = SampleKernel.vmlinux("6.1.0", true);
    byte[] packed = SampleKernel.compress(compression, content);

    assertThat(compression.expand(packed, 0, packed.length, content.length)).isEqualTo(content);
    assertThatThrownBy(() -> compression.expand(packed, 0, packed.length, content.length - 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("expands to more than " + (content.length - 1) + " bytes");
  }

  @Test
  void everyWayToReadCounts() throws IOException {
    Expansion single = new Expansion(new ByteArrayInputStream(new byte[3]), 2);
    assertThat(single.read()).isZero();
    assertThat(single.read()).isZero();
    assertThatThrownBy(single::read).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> new Expansion(new ByteArrayInputStream(new byte[3]), 2).readAllBytes())
        .isInstanceOf(IOException.class);
  }

  /** One literal, and a copy of it that goes on for 10 MB. */
  @Test
  void aBlockOfLz4HasAtMost8Mebibytes() throws IOException {
    int repeats = 40_000;
    ByteBuffer block = ByteBuffer.allocate(repeats + 12).order(ByteOrder.LITTLE_ENDIAN);
    block.put((byte) 0x1f).put((byte) 'a').putShort((short) 1);
    for (int i = 0; i < repeats; i++) {
      block.put((byte) 255);
    }
    block.put((byte) 0).put((byte) 0x50).put("bcdef".getBytes(US_ASCII));
    byte[] data = Arrays.copyOf(block.array(), block.position());
    ByteBuffer frame = ByteBuffer.allocate(data.length + 8).order(ByteOrder.LITTLE_ENDIAN);
    frame.putInt(0x184c2102).putInt(data.length).put(data);
    byte[] image = SampleKernel.bzImage("6.1.0", withTrailer(frame.array()));

    assertThatThrownBy(() -> BzImage.of(image).orElseThrow().vmlinux())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("expands to more than 8 MiB");
  }

  private static byte[] withTrailer(byte[] payload) {
    return Arrays.copyOf(payload, payload.length + Integer.BYTES);
  }

  @Test
  void aDictionaryOfAGibibyteAndMoreIsNotAllocated() {
    // Properties, dictionary of 1.5 GiB, unknown length.
    ByteBuffer lzma = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    lzma.put((byte) 0x5d).putInt(0x60000000).putLong(-1);
    byte[] image = SampleKernel.bzImage("6.1.0", lzma.array());

    assertThatThrownBy(() -> BzImage.of(image).orElseThrow().vmlinux())
        .isInstanceOf(org.tukaani.xz.MemoryLimitException.class);
  }

  @Test
  void aPayloadThatIsShorterThanItsTrailerIsNone() throws IOException {
    byte[] image = SampleKernel.bzImage("6.1.0", "BZh".getBytes(US_ASCII));

    assertThat(BzImage.of(image).orElseThrow().vmlinux()).isEmpty();
  }

  @Test
  void anElfFileMayPointAnywhere() {
    for (long far : new long[] {Long.MAX_VALUE, Long.MIN_VALUE, -1, Integer.MAX_VALUE}) {
      assertThat(hasPvhEntry(elf -> elf.putLong(32, far))).isFalse();
      assertThat(hasPvhEntry(elf -> elf.putLong(120 + 8, far).putLong(120 + 32, far))).isFalse();
      assertThat(hasPvhEntry(elf -> elf.putInt(516, (int) far))).isFalse();
    }
  }

  private static boolean hasPvhEntry(Consumer<ByteBuffer> change) {
    byte[] vmlinux = SampleKernel.vmlinux("6.1.0", true);
    change.accept(ByteBuffer.wrap(vmlinux).order(ByteOrder.LITTLE_ENDIAN));
    return ElfFile.of(vmlinux).orElseThrow().hasPvhEntry();
  }
}
