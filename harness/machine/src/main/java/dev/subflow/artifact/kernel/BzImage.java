// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.kernel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * An x86 bzImage: the compressed kernel behind a setup header. Source: the kernel's
 * Documentation/arch/x86/boot.rst.
 */
final class BzImage {
  private static final int SETUP_SECTS = 0x1f1;
  private static final int BOOT_FLAG = 0x1fe;
  private static final int HEADER_MAGIC = 0x202;
  private static final int PROTOCOL = 0x206;
  private static final int KERNEL_VERSION = 0x20e;
  private static final int PAYLOAD_OFFSET = 0x248;
  private static final int PAYLOAD_LENGTH = 0x24c;
  private static final int HEADER_END = 0x250;
  private static final int SECTOR_BYTES = 512;
  private static final int PROTOCOL_WITH_PAYLOAD = 0x0208;

  private final byte[] bytes;
  private final ByteBuffer data;

  private BzImage(byte[] bytes) {
    this.bytes = bytes;
    this.data = littleEndian(bytes);
  }

  /** Empty when the bytes are no bzImage that says where its payload is (Linux before 2.6.26). */
  static Optional<BzImage> of(byte[] bytes) {
    ByteBuffer data = littleEndian(bytes);
    boolean known =
        bytes.length >= HEADER_END
            && data.getShort(BOOT_FLAG) == (short) 0xaa55
            && data.getInt(HEADER_MAGIC) == 0x53726448 // "HdrS"
            && data.getShort(PROTOCOL) >= PROTOCOL_WITH_PAYLOAD;
    return known ? Optional.of(new BzImage(bytes)) : Optional.empty();
  }

  /** Release, as {@code uname -r} says it. */
  Optional<String> release() {
    int at = Short.toUnsignedInt(data.getShort(KERNEL_VERSION)) + 0x200;
    int length = Math.min(128, data.limit() - at);
    if (at == 0x200 || length <= 0) {
      return Optional.empty();
    }
    // sample: 6.12.107+deb13-cloud-amd64 (someone@host) #1 SMP …
    String version = new String(bytes, at, length, StandardCharsets.ISO_8859_1);
    String release = version.split("[ \0]", 2)[0];
    return release.isEmpty() ? Optional.empty() : Optional.of(release);
  }

  /** The vmlinux within; empty when its compression is one that isn't known here (LZO). */
  Optional<byte[]> vmlinux() throws IOException {
    int sectors = Byte.toUnsignedInt(data.get(SETUP_SECTS));
    long start = (long) ((sectors == 0 ? 4 : sectors) + 1) * SECTOR_BYTES;
    long from = start + Integer.toUnsignedLong(data.getInt(PAYLOAD_OFFSET));
    long length = Integer.toUnsignedLong(data.getInt(PAYLOAD_LENGTH));
    if (from + length > data.limit()) {
      throw new IOException(
          "the bzImage is cut short: "
              + data.limit()
              + " bytes, but its header promises at least "
              + (from + length));
    }
    int begin = (int) from;
    int end = (int) (from + length);
    Optional<Compression> compression = Compression.at(bytes, begin);
    if (length < Compression.MAGIC_BYTES || compression.isEmpty()) {
      return Optional.empty();
    }
    // The kernel's build puts the expanded size behind all but gzip, which has it already.
    int trailer = compression.get() == Compression.GZIP ? 0 : Integer.BYTES;
    return Optional.of(
        compression.get().expand(bytes, begin, end - trailer, Expansion.IMAGE_BYTES));
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
