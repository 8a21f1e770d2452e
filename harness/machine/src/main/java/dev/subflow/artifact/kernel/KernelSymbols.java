// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.kernel;

import dev.subflow.artifact.kernel.ElfSections.Section;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Symbols of a linked kernel, and what lies where in its memory. Source: elf(5). */
final class KernelSymbols {
  private static final int SYMBOL_BYTES = 24;
  private static final int STT_OBJECT = 1;
  private static final int STT_FUNC = 2;
  private static final int STT_FILE = 4;
  private static final int STB_LOCAL = 0;

  /** Numbers of types, which one more type changes. */
  private static final String TYPES = ".BTF_ids";

  /** Aliases of one place are few; symbols that lie within others fewer. */
  private static final int MOST_ALIASES = 16;

  // foo.constprop.0, __already_done.17: the compiler counts on, whatever else a file has
  private static final Pattern NUMBER = Pattern.compile("\\.\\d+(?=$|\\.)");
  // __UNIQUE_ID_ddebug123.4, __key__12
  private static final Pattern UNIQUE = Pattern.compile("^(__UNIQUE_ID_.*?)\\d+.*$");

  private final ElfSections elf;
  private final List<Symbol> sized = new ArrayList<>();
  private final Map<Long, List<String>> labels = new LinkedHashMap<>();

  /**
   * One function or variable.
   *
   * @param id file, where only that one knows it, and name, without numbers of the compiler's
   * @param name as people know it: {@code foo} of {@code foo.constprop.0}
   * @param inFunction whether it is a variable of a function's own
   */
  record Symbol(
      String id,
      String name,
      boolean inFunction,
      boolean isFunction,
      long address,
      long size,
      Section section) {
    boolean has(long place) {
      return place >= address && place < address + size;
    }
  }

  private final List<Section> loaded;
  private final long lowest;
  private final long highest;

  private KernelSymbols(ElfSections elf) {
    this.elf = elf;
    this.loaded = elf.all().stream().filter(s -> s.isInMemory() && s.size() > 0).toList();
    this.lowest = loaded.stream().mapToLong(Section::address).min().orElse(0);
    this.highest = loaded.stream().mapToLong(s -> s.address() + s.size()).max().orElse(0);
  }

  /**
   * Reads them.
   *
   * @return empty for a file without any, and one that is not linked
   */
  static Optional<KernelSymbols> of(ElfSections elf) {
    KernelSymbols symbols = new KernelSymbols(elf);
    elf.all().stream()
        .filter(s -> s.type() == ElfSections.SHT_SYMTAB)
        .findFirst()
        .ifPresent(symbols::read);
    boolean any = symbols.sized.stream().anyMatch(Symbol::isFunction);
    return any && !elf.isRelocatable() ? Optional.of(symbols) : Optional.empty();
  }

  private void read(Section table) {
    ByteBuffer raw = elf.bytes(table);
    long names = elf.all().get(table.link()).offset();
    String file = "";
    for (int at = 0; at + SYMBOL_BYTES <= raw.limit(); at += SYMBOL_BYTES) {
      int type = raw.get(at + 4) & 0xf;
      boolean local = (raw.get(at + 4) >> 4) == STB_LOCAL;
      int section = Short.toUnsignedInt(raw.getShort(at + 6));
      String name = ElfSections.text(elf.file(), names + Integer.toUnsignedLong(raw.getInt(at)));
      if (type == STT_FILE) {
        file = name;
      } else if (section > 0 && section < elf.all().size() && !name.isEmpty()) {
        add(local ? file + ":" : "", name, type, elf.all().get(section), raw, at);
      }
    }
    sized.sort(Comparator.comparingLong(Symbol::address));
  }

  private void add(String file, String name, int type, Section section, ByteBuffer raw, int at) {
    String plain = plain(name);
    long address = raw.getLong(at + 8);
    long size = raw.getLong(at + 16);
    boolean known = type == STT_FUNC || type == STT_OBJECT;
    if (known && size > 0 && LoadedSections.isLoaded(section) && !section.name().equals(TYPES)) {
      boolean function = type == STT_FUNC;
      String people = plain.contains(".") ? plain.substring(0, plain.indexOf('.')) : plain;
      boolean inFunction = !function && !plain.equals(name);
      sized.add(new Symbol(file + plain, people, inFunction, function, address, size, section));
    } else {
      labels.computeIfAbsent(address, a -> new ArrayList<>()).add(file + plain);
    }
  }

  private static String plain(String name) {
    String counted = UNIQUE.matcher(name).replaceFirst("$1");
    return counted.equals(name) ? NUMBER.matcher(name).replaceAll("") : counted;
  }

  /** Functions and variables by their ids, those of one id in the order of memory. */
  Map<String, List<Symbol>> byId() {
    Map<String, List<Symbol>> all = new LinkedHashMap<>();
    sized.forEach(s -> all.computeIfAbsent(s.id(), id -> new ArrayList<>()).add(s));
    return all;
  }

  /** The functions or variables, with all their names, that a place is in. */
  List<Symbol> at(long place) {
    if (isFar(place)) {
      return List.of();
    }
    int after = after(place);
    List<Symbol> found = new ArrayList<>();
    for (int i = after - 1; i >= 0 && i >= after - MOST_ALIASES; i--) {
      Symbol symbol = sized.get(i);
      if (symbol.has(place) && (found.isEmpty() || symbol.address() == found.get(0).address())) {
        found.add(symbol);
      }
    }
    return found;
  }

  /** Whether a place is in no section: most of what is tried for an address is none. */
  private boolean isFar(long place) {
    return place < lowest || place > highest;
  }

  private int after(long place) {
    int low = 0;
    int high = sized.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sized.get(middle).address() <= place) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Names that the linker or assembler gave to a place. */
  List<String> labels(long place) {
    return isFar(place) ? List.of() : labels.getOrDefault(place, List.of());
  }

  Optional<Section> section(long place) {
    return isFar(place) ? Optional.empty() : loaded.stream().filter(s -> s.has(place)).findFirst();
  }

  /** Content of memory from a place to the end of its section; empty where the file has none. */
  Optional<ByteBuffer> memory(long place) {
    return section(place)
        .filter(s -> s.type() != ElfSections.SHT_NOBITS)
        .map(s -> from(elf.bytes(s), place - s.address()));
  }

  /** Content of a symbol; empty where it begins as zeros. */
  Optional<ByteBuffer> content(Symbol symbol) {
    Section section = symbol.section();
    long from = symbol.address() - section.address();
    if (section.type() == ElfSections.SHT_NOBITS
        || from < 0
        || from > section.size() - symbol.size()) {
      return Optional.empty();
    }
    ByteBuffer bytes = elf.bytes(section);
    return Optional.of(
        bytes.slice((int) from, Math.toIntExact(symbol.size())).order(ByteOrder.LITTLE_ENDIAN));
  }

  private static ByteBuffer from(ByteBuffer bytes, long at) {
    return bytes.slice((int) at, bytes.limit() - (int) at).order(ByteOrder.LITTLE_ENDIAN);
  }
}
