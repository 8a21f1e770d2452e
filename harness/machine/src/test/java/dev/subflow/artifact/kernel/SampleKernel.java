// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.kernel;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.BlockLZ4CompressorOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.LZMAOutputStream;
import org.tukaani.xz.XZOutputStream;

/** Makes files that have all that marks a kernel but can't run. */
public final class SampleKernel {
  private static final int SETUP_BYTES = 2048;

  private SampleKernel() {}

  /** An ELF file with a banner and, if asked for, a PVH note behind a note of another kind. */
  static byte[] vmlinux(String release, boolean pvh) {
    ByteBuffer elf = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
    elf.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1});
    elf.putLong(32, 64).putShort(54, (short) 56).putShort(56, (short) 2);
    elf.putInt(64, 1); // PT_LOAD
    elf.putInt(120, 4).putLong(120 + 8, 512).putLong(120 + 32, 44); // PT_NOTE
    elf.position(512);
    elf.putInt(4).putInt(5).putInt(3).put("GNU\0".getBytes(US_ASCII)).put(new byte[8]);
    elf.putInt(4).putInt(4).putInt(pvh ? 18 : 1).put("Xen\0".getBytes(US_ASCII)).putInt(0x1000000);
    elf.position(1000);
    elf.put("Linux version %s (x)\0Linux version ".getBytes(US_ASCII));
    elf.put(("Linux version " + release + " (someone@host) #1 SMP\n").getBytes(US_ASCII));
    return elf.array();
  }

  public static byte[] bzImage(String release, Compression compression, byte[] vmlinux)
      throws IOException {
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    payload.write(compress(compression, vmlinux));
    if (compression != Compression.GZIP) {
      payload.write(intBytes(vmlinux.length));
    }
    return bzImage(release, payload.toByteArray());
  }

  /** One with a payload of any content. */
  public static byte[] bzImage(String release, byte[] payload) {
    int gap = 77;
    ByteBuffer image =
        ByteBuffer.allocate(SETUP_BYTES + gap + payload.length).order(ByteOrder.LITTLE_ENDIAN);
    image.put(0x1f1, (byte) (SETUP_BYTES / 512 - 1)).putShort(0x1fe, (short) 0xaa55);
    image.putInt(0x202, 0x53726448).putShort(0x206, (short) 0x20f);
    image.putShort(0x20e, (short) (0x600 - 0x200));
    image.putInt(0x248, gap).putInt(0x24c, payload.length);
    image.position(0x600);
    image.put((release + " (someone@host) #1 SMP\0").getBytes(US_ASCII));
    image.position(SETUP_BYTES + gap);
    image.put(payload);
    return image.array();
  }

  static byte[] compress(Compression compression, byte[] data) throws IOException {
    if (compression == Compression.ZSTD) {
      return Zstd.compress(data);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (compression == Compression.LZ4_LEGACY) {
      bytes.write(intBytes(0x184c2102));
      for (int at = 0; at < data.length; at += 8 << 20) {
        byte[] block = lz4(Arrays.copyOfRange(data, at, Math.min(data.length, at + (8 << 20))));
        bytes.write(intBytes(block.length));
        bytes.write(block);
      }
      return bytes.toByteArray();
    }
    try (OutputStream out = stream(compression, bytes, data.length)) {
      out.write(data);
    }
    return bytes.toByteArray();
  }

  private static OutputStream stream(Compression compression, OutputStream to, int size)
      throws IOException {
    return switch (compression) {
      case GZIP -> new GZIPOutputStream(to);
      case XZ -> new XZOutputStream(to, new LZMA2Options(1));
      case BZIP2 -> new BZip2CompressorOutputStream(to);
      case LZMA -> new LZMAOutputStream(to, new LZMA2Options(1), size);
      case ZSTD, LZ4_LEGACY -> throw new IllegalArgumentException(compression.toString());
    };
  }

  private static byte[] lz4(byte[] block) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new BlockLZ4CompressorOutputStream(bytes)) {
      out.write(block);
    }
    return bytes.toByteArray();
  }

  private static byte[] intBytes(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }
}
