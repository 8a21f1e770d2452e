// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sections of a 64-bit little-endian ELF file. Source: elf(5).
 *
 * @param file all of it
 * @param all in the order of their headers
 */
record ElfSections(ByteBuffer file, List<Section> all) {
  static final int SHT_SYMTAB = 2;
  static final int SHT_STRTAB = 3;
  static final int SHT_RELA = 4;
  static final int SHT_NOTE = 7;
  static final int SHT_NOBITS = 8;

  private static final int MAGIC = 0x464c457f;
  private static final int HEADER_BYTES = 64;
  private static final int SECTION_BYTES = 64;
  private static final int MOST_SECTIONS = 65_536;
  private static final int ET_REL = 1;
  private static final int SHF_ALLOC = 2;
  private static final int SHF_EXECINSTR = 4;
  private static final int MOST_NAME = 200;

  ElfSections {
    all = List.copyOf(all);
  }

  /**
   * One section.
   *
   * @param address in memory; 0 in a file that is not linked yet
   * @param offset in the file
   * @param link number of another one, such as that of the names
   * @param info of relocations, the number of the section that they are for
   */
  record Section(
      String name, int type, long flags, long address, long offset, long size, int link, int info) {
    boolean isInMemory() {
      return (flags & SHF_ALLOC) != 0;
    }

    boolean isCode() {
      return (flags & SHF_EXECINSTR) != 0;
    }

    boolean has(long place) {
      return place >= address && place < address + size;
    }
  }

  /**
   * Reads their headers.
   *
   * @return empty for a file that is no such ELF
   * @throws IndexOutOfBoundsException for one that is damaged; also {@link ArithmeticException}
   */
  static Optional<ElfSections> of(ByteBuffer bytes) {
    ByteBuffer file = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    if (file.limit() < HEADER_BYTES || file.getInt(0) != MAGIC || file.get(4) != 2) {
      return Optional.empty();
    }
    long table = file.getLong(40);
    int count = Short.toUnsignedInt(file.getShort(60));
    if (Short.toUnsignedInt(file.getShort(58)) != SECTION_BYTES
        || count == 0
        || count > MOST_SECTIONS) {
      return Optional.empty();
    }
    int names = at(table, Short.toUnsignedInt(file.getShort(62)));
    long nameTable = file.getLong(names + 24);
    List<Section> sections = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int section = at(table, i);
      sections.add(
          new Section(
              text(file, nameTable + Integer.toUnsignedLong(file.getInt(section))),
              file.getInt(section + 4),
              file.getLong(section + 8),
              file.getLong(section + 16),
              file.getLong(section + 24),
              file.getLong(section + 32),
              file.getInt(section + 40),
              file.getInt(section + 44)));
    }
    return Optional.of(new ElfSections(file, sections));
  }

  private static int at(long table, int index) {
    return Math.toIntExact(Math.addExact(table, (long) index * SECTION_BYTES));
  }

  /** Text up to its zero, or as much of it as a name may have. */
  static String text(ByteBuffer file, long at) {
    int from = (int) Math.min(at, Integer.MAX_VALUE);
    int length = 0;
    while (length < MOST_NAME && file.get(from + length) != 0) {
      length++;
    }
    byte[] octets = new byte[length];
    file.get(from, octets);
    return new String(octets, StandardCharsets.ISO_8859_1);
  }

  /** Whether it is not linked yet, as a module. */
  boolean isRelocatable() {
    return Short.toUnsignedInt(file.getShort(16)) == ET_REL;
  }

  /** Content of a section that has any in the file. */
  ByteBuffer bytes(Section section) {
    return file.slice(Math.toIntExact(section.offset()), Math.toIntExact(section.size()))
        .order(ByteOrder.LITTLE_ENDIAN);
  }
}
