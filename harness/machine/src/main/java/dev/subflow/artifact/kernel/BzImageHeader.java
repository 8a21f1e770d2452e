// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * What an x86 bzImage says of itself in its first sectors. Source: the kernel's
 * Documentation/arch/x86/boot.rst.
 *
 * @param release as {@code uname -r} says it; absent where it names none
 * @param payload offset of the compressed kernel in the file
 * @param length of the compressed kernel in bytes, with all that the kernel's build put behind it
 */
public record BzImageHeader(Optional<String> release, long payload, long length) {
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
  private static final int VERSION_BYTES = 128;

  /** Bytes of a file in which all of that is: the offset of the version has 16 bits. */
  private static final int MOST_BYTES = 0x200 + 0xffff + VERSION_BYTES;

  public BzImageHeader {
    Objects.requireNonNull(release, "release");
  }

  /**
   * Reads that of a file, and no more of it.
   *
   * @return empty when the file is no bzImage that says where its payload is (Linux before 2.6.26)
   */
  public static Optional<BzImageHeader> read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return of(in.readNBytes(MOST_BYTES));
    }
  }

  /** That of a file with these bytes, or that begins with them. */
  static Optional<BzImageHeader> of(byte[] bytes) {
    ByteBuffer data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    boolean known =
        bytes.length >= HEADER_END
            && data.getShort(BOOT_FLAG) == (short) 0xaa55
            && data.getInt(HEADER_MAGIC) == 0x53726448 // "HdrS"
            && data.getShort(PROTOCOL) >= PROTOCOL_WITH_PAYLOAD;
    if (!known) {
      return Optional.empty();
    }
    int sectors = Byte.toUnsignedInt(data.get(SETUP_SECTS));
    long start = (long) ((sectors == 0 ? 4 : sectors) + 1) * SECTOR_BYTES;
    return Optional.of(
        new BzImageHeader(
            release(bytes, Short.toUnsignedInt(data.getShort(KERNEL_VERSION))),
            start + Integer.toUnsignedLong(data.getInt(PAYLOAD_OFFSET)),
            Integer.toUnsignedLong(data.getInt(PAYLOAD_LENGTH))));
  }

  private static Optional<String> release(byte[] bytes, int offset) {
    int at = offset + 0x200;
    int length = Math.min(VERSION_BYTES, bytes.length - at);
    if (offset == 0 || length <= 0) {
      return Optional.empty();
    }
    // sample: 6.12.107+deb13-cloud-amd64 (someone@host) #1 SMP …
    String version = new String(bytes, at, length, StandardCharsets.ISO_8859_1);
    String release = version.split("[ \0]", 2)[0];
    return release.isEmpty() ? Optional.empty() : Optional.of(release);
  }

  /**
   * Requires that a file holds its payload in full.
   *
   * @param size of the file in bytes
   */
  void requireWhole(long size) throws IOException {
    if (payload + length > size) {
      throw new IOException(
          "the bzImage is cut short: "
              + size
              + " bytes, but its header promises at least "
              + (payload + length));
    }
  }
}
