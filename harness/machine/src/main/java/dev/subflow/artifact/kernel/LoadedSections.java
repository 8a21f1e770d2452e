// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.kernel;

import dev.subflow.artifact.kernel.ElfSections.Section;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * The sections of a 64-bit little-endian ELF file that come into memory. Of a file that is not
 * linked yet, such as a module, also what the loader puts into them: relocations and symbols, as a
 * call of one function looks like a call of any other until then. Source: elf(5).
 */
final class LoadedSections {
  private static final String BUGS = "__bug_table";

  /** Where messages are, for those who look for them: file and line. */
  private static final Set<String> OF_LINES = Set.of("__dyndbg", ".printk_index");

  /** Bytes of a {@code struct bug_entry} without and with a format; its last are line and flags. */
  private static final int[] BUG_BYTES = {12, 16};

  private final ElfSections elf;

  private LoadedSections(ElfSections elf) {
    this.elf = elf;
  }

  /** Digest of them all; empty for a file that is no such ELF, or is damaged. */
  static Optional<String> digest(ByteBuffer file) {
    try {
      return ElfSections.of(file).map(elf -> new LoadedSections(elf).digest());
    } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  /** Whether a section comes into memory and is more than a list of lines of the source. */
  static boolean isLoaded(Section section) {
    return section.isInMemory()
        && section.type() != ElfSections.SHT_NOTE
        && !OF_LINES.contains(section.name());
  }

  private String digest() {
    MessageDigest digest = sha256();
    for (Section section : elf.all()) {
      if (isLoaded(section) || isForTheLoader(section)) {
        String head = section.name() + " " + section.address() + " " + section.size() + "\n";
        digest.update(head.getBytes(StandardCharsets.ISO_8859_1));
        if (section.type() != ElfSections.SHT_NOBITS) {
          digest.update(section.name().equals(BUGS) ? bugs(section) : elf.bytes(section));
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private boolean isForTheLoader(Section section) {
    if (!elf.isRelocatable()) {
      return false;
    }
    return switch (section.type()) {
      case ElfSections.SHT_SYMTAB, ElfSections.SHT_STRTAB -> true;
      case ElfSections.SHT_RELA -> isLoaded(elf.all().get(section.info()));
      default -> false;
    };
  }

  /** The table without line numbers; as it is where nobody knows its form. */
  private ByteBuffer bugs(Section section) {
    ByteBuffer raw = elf.bytes(section);
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
      if (elf.all().stream().noneMatch(s -> s.isCode() && s.has(place))) {
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
