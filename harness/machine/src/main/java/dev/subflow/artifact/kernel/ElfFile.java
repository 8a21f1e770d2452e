// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The little that must be known of a 64-bit little-endian ELF kernel. Source: elf(5). */
public final class ElfFile {
  private static final int MAGIC = 0x464c457f;
  private static final int CLASS_64 = 2;
  private static final int HEADER_BYTES = 64;
  private static final int PT_NOTE = 4;

  /** A kernel has five segments, and some hundred bytes of notes. */
  private static final int MOST_SEGMENTS = 256;

  private static final int MOST_NOTE_BYTES = 1 << 20;

  /** XEN_ELFNOTE_PHYS32_ENTRY: where a PVH loader, such as QEMU, jumps to. */
  private static final int PVH_NOTE = 18;

  // sample: Linux version 6.12.107+deb13-cloud-amd64 (debian-kernel@…) (x86_64-linux-gnu-gcc-14 …
  private static final Pattern BANNER = Pattern.compile("Linux version (\\S+) ");

  private final byte[] bytes;
  private final ByteBuffer data;

  private ElfFile(byte[] bytes) {
    this.bytes = bytes;
    this.data = littleEndian(bytes);
  }

  /** Empty when the bytes are no 64-bit ELF file. */
  public static Optional<ElfFile> of(byte[] bytes) {
    ByteBuffer data = littleEndian(bytes);
    boolean elf =
        bytes.length >= HEADER_BYTES && data.getInt(0) == MAGIC && data.get(4) == CLASS_64;
    return elf ? Optional.of(new ElfFile(bytes)) : Optional.empty();
  }

  /** Whether QEMU can start it directly: it has a PVH entry (CONFIG_PVH). */
  boolean hasPvhEntry() {
    long table = data.getLong(32);
    int entryBytes = Short.toUnsignedInt(data.getShort(54));
    int entries = Short.toUnsignedInt(data.getShort(56));
    for (int i = 0; i < Math.min(entries, MOST_SEGMENTS); i++) {
      long at = table + (long) i * entryBytes;
      if (at < 0 || at > data.limit() - 56) {
        return false;
      }
      int header = (int) at;
      if (data.getInt(header) == PT_NOTE
          && hasPvhNote(data.getLong(header + 8), data.getLong(header + 32))) {
        return true;
      }
    }
    return false;
  }

  private boolean hasPvhNote(long offset, long size) {
    if (offset < 0 || size < 0 || size > MOST_NOTE_BYTES || offset > data.limit() - size) {
      return false;
    }
    int at = (int) offset;
    int end = (int) (offset + size);
    while (at + 12 <= end) {
      int nameBytes = data.getInt(at);
      int valueBytes = data.getInt(at + 4);
      if (nameBytes < 0 || valueBytes < 0 || nameBytes > end - at - 12) {
        return false;
      }
      if (valueBytes > end - at - 12 - nameBytes) {
        return false;
      }
      String name = new String(bytes, at + 12, nameBytes, StandardCharsets.ISO_8859_1);
      if (data.getInt(at + 8) == PVH_NOTE && name.equals("Xen\0")) {
        return true;
      }
      at += 12 + padded(nameBytes) + padded(valueBytes);
    }
    return false;
  }

  private static int padded(int bytes) {
    return Math.addExact(bytes, 3) & ~3;
  }

  /** Release, as {@code uname -r} says it, read from its banner. */
  public Optional<String> release() {
    int at = Bytes.indexOf(bytes, "Linux version ", 0);
    while (at >= 0) {
      int length = Math.min(200, data.limit() - at);
      Matcher banner = BANNER.matcher(new String(bytes, at, length, StandardCharsets.ISO_8859_1));
      if (banner.find() && Character.isDigit(banner.group(1).charAt(0))) {
        return Optional.of(banner.group(1));
      }
      at = Bytes.indexOf(bytes, "Linux version ", at + 1);
    }
    return Optional.empty();
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
