// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The sections of a 64-bit little-endian ELF file that come into memory. Of a file that is not
 * linked yet, such as a module, also what the loader puts into them: relocations and symbols, as a
 * call of one function looks like a call of any other until then. Source: elf(5).
 */
final class LoadedSections {
  private static final int MAGIC = 0x464c457f;
  private static final int HEADER_BYTES = 64;
  private static final int SECTION_BYTES = 64;
  private static final int MOST_SECTIONS = 65_536;
  private static final int ET_REL = 1;
  private static final int SHT_SYMTAB = 2;
  private static final int SHT_STRTAB = 3;
  private static final int SHT_RELA = 4;
  private static final int SHT_NOTE = 7;
  private static final int SHT_NOBITS = 8;
  private static final int SHF_ALLOC = 2;
  private static final int SHF_EXECINSTR = 4;
  private static final int MOST_NAME = 100;
  private static final String BUGS = "__bug_table";

  /** Where messages are, for those who look for them: file and line. */
  private static final Set<String> OF_LINES = Set.of("__dyndbg", ".printk_index");

  /** Bytes of a {@code struct bug_entry} without and with a format; its last are line and flags. */
  private static final int[] BUG_BYTES = {12, 16};

  private final ByteBuffer file;
  private final List<Section> sections = new ArrayList<>();

  private record Section(
      String name, int type, long flags, long address, long offset, long size, int info) {
    boolean isLoaded() {
      return (flags & SHF_ALLOC) != 0 && type != SHT_NOTE && !OF_LINES.contains(name);
    }

    boolean isCode() {
      return (flags & SHF_EXECINSTR) != 0;
    }

    boolean has(long place) {
      return place >= address && place < address + size;
    }
  }

  private LoadedSections(ByteBuffer file) {
    this.file = file;
  }

  /** Digest of them all; empty for a file that is no such ELF, or is damaged. */
  static Optional<String> digest(ByteBuffer file) {
    try {
      LoadedSections loaded = new LoadedSections(file);
      return loaded.read() ? Optional.of(loaded.digest()) : Optional.empty();
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private boolean read() {
    if (file.limit() < HEADER_BYTES || file.getInt(0) != MAGIC || file.get(4) != 2) {
      return false;
    }
    long table = file.getLong(40);
    int count = Short.toUnsignedInt(file.getShort(60));
    if (Short.toUnsignedInt(file.getShort(58)) != SECTION_BYTES || count > MOST_SECTIONS) {
      return false;
    }
    int names = at(table, Short.toUnsignedInt(file.getShort(62)));
    long nameTable = file.getLong(names + 24);
    for (int i = 0; i < count; i++) {
      int section = at(table, i);
      sections.add(
          new Section(
              name(nameTable + Integer.toUnsignedLong(file.getInt(section))),
              file.getInt(section + 4),
              file.getLong(section + 8),
              file.getLong(section + 16),
              file.getLong(section + 24),
              file.getLong(section + 32),
              file.getInt(section + 44)));
    }
    return count > 0;
  }

  private static int at(long table, int index) {
    return Math.toIntExact(Math.addExact(table, (long) index * SECTION_BYTES));
  }

  private String name(long at) {
    int from = (int) Math.min(at, Integer.MAX_VALUE);
    int length = 0;
    while (length < MOST_NAME && file.get(from + length) != 0) {
      length++;
    }
    byte[] octets = new byte[length];
    file.get(from, octets);
    return new String(octets, StandardCharsets.ISO_8859_1);
  }

  private String digest() {
    MessageDigest digest = sha256();
    for (Section section : sections) {
      if (section.isLoaded() || isForTheLoader(section)) {
        String head = section.name() + " " + section.address() + " " + section.size() + "\n";
        digest.update(head.getBytes(StandardCharsets.ISO_8859_1));
        if (section.type() != SHT_NOBITS) {
          digest.update(section.name().equals(BUGS) ? bugs(section) : bytes(section));
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private boolean isForTheLoader(Section section) {
    if (Short.toUnsignedInt(file.getShort(16)) != ET_REL) {
      return false;
    }
    return switch (section.type()) {
      case SHT_SYMTAB, SHT_STRTAB -> true;
      case SHT_RELA -> sections.get(section.info()).isLoaded();
      default -> false;
    };
  }

  private ByteBuffer bytes(Section section) {
    return file.slice(Math.toIntExact(section.offset()), Math.toIntExact(section.size()));
  }

  /** The table without line numbers; as it is where nobody knows its form. */
  private ByteBuffer bugs(Section section) {
    ByteBuffer raw = bytes(section).order(ByteOrder.LITTLE_ENDIAN);
    for (int entry : BUG_BYTES) {
      if (raw.limit() % entry == 0 && pointsIntoCode(section, raw, entry)) {
        ByteBuffer without = ByteBuffer.allocate(raw.limit()).order(ByteOrder.LITTLE_ENDIAN);
        without.put(raw.duplicate()).flip();
        for (int at = 0; at < raw.limit(); at += entry) {
          without.putShort(at + entry - 4, (short) 0);
        }
        return without;
      }
    }
    return raw;
  }

  private boolean pointsIntoCode(Section section, ByteBuffer raw, int entry) {
    for (int at = 0; at < raw.limit(); at += entry) {
      long place = section.address() + at + raw.getInt(at);
      if (sections.stream().noneMatch(s -> s.isCode() && s.has(place))) {
        return false;
      }
    }
    return true;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
