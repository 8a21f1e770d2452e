// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A vmlinux of functions one behind the other, and of variables behind these, with symbols. */
final class TinyKernel {
  private static final long ADDRESS = 0xffffffff81000000L;
  private static final byte[] SECTIONS =
      "\0.text\0.data\0.symtab\0.strtab\0".getBytes(StandardCharsets.ISO_8859_1);

  private final Map<String, String> functions = new LinkedHashMap<>();
  private final Map<String, String> data = new LinkedHashMap<>();

  /** The next function; {@code CALL name} in its code is a call of another one. */
  TinyKernel function(String name, String code) {
    functions.put(name, code);
    return this;
  }

  TinyKernel data(String name, String content) {
    data.put(name, content);
    return this;
  }

  /** Writes it, and says that it was built. */
  Build built(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve("vmlinux"), bytes());
    String name = String.valueOf(folder.getFileName());
    return new Build(
        name,
        name,
        Optional.of(folder.toString()),
        "7.3",
        List.of(),
        Duration.ofSeconds(1),
        Optional.empty());
  }

  private byte[] bytes() {
    Map<String, Long> places = new LinkedHashMap<>();
    long next = ADDRESS;
    for (Map.Entry<String, String> f : functions.entrySet()) {
      places.put(f.getKey(), next);
      next += code(f.getValue(), 0, Map.of()).length;
    }
    ByteBuffer text = buffer((int) (next - ADDRESS));
    functions.forEach((name, code) -> text.put(code(code, ADDRESS + text.position(), places)));
    ByteBuffer variables = buffer(data.values().stream().mapToInt(String::length).sum());
    StringBuilder names = new StringBuilder("\0");
    List<long[]> symbols = new ArrayList<>(List.of(new long[4]));
    functions.forEach(
        (name, code) -> {
          int size = code(code, 0, Map.of()).length;
          symbols.add(new long[] {names.length(), 0x12 | 1 << 16, place(places, name), size});
          names.append(name).append('\0');
        });
    data.forEach(
        (name, content) -> {
          long at = ADDRESS + 0x100000 + variables.position();
          symbols.add(new long[] {names.length(), 0x11 | 2 << 16, at, content.length()});
          names.append(name).append('\0');
          variables.put(content.getBytes(StandardCharsets.ISO_8859_1));
        });
    ByteBuffer table = buffer(24 * symbols.size());
    symbols.forEach(
        s -> {
          table.putInt((int) s[0]).put((byte) s[1]).put((byte) 0).putShort((short) (s[1] >> 16));
          table.putLong(s[2]).putLong(s[3]);
        });
    return file(
        content(text),
        content(variables),
        content(table),
        names.toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  private static long place(Map<String, Long> places, String name) {
    return Optional.ofNullable(places.get(name)).orElse(0L);
  }

  private static byte[] code(String code, long address, Map<String, Long> places) {
    ByteBuffer bytes = buffer(1024);
    for (String word : code.split(" ", -1)) {
      if (word.startsWith("CALL:")) {
        long from = address + bytes.position() + 5;
        bytes.put((byte) 0xe8).putInt((int) (place(places, word.substring(5)) - from));
      } else {
        bytes.put(word.getBytes(StandardCharsets.ISO_8859_1));
      }
    }
    byte[] exact = new byte[bytes.position()];
    bytes.flip().get(exact);
    return exact;
  }

  private static byte[] file(byte[] text, byte[] data, byte[] table, byte[] names) {
    int from = 64;
    int sections = from + text.length + data.length + table.length + names.length + SECTIONS.length;
    ByteBuffer elf = buffer(sections + 6 * 64);
    elf.putInt(0, 0x464c457f).put(4, (byte) 2).putShort(16, (short) 2);
    elf.putLong(40, sections).putShort(58, (short) 64).putShort(60, (short) 6);
    elf.putShort(62, (short) 5);
    elf.position(from).put(text).put(data).put(table).put(names).put(SECTIONS);
    section(elf, sections + 64, 1, 1, 2 | 4, ADDRESS, from, text.length);
    from += text.length;
    section(elf, sections + 128, 7, 1, 2 | 1, ADDRESS + 0x100000, from, data.length);
    from += data.length;
    section(elf, sections + 192, 13, 2, 0, 0, from, table.length);
    elf.putInt(sections + 192 + 40, 4);
    from += table.length;
    section(elf, sections + 256, 21, 3, 0, 0, from, names.length);
    from += names.length;
    section(elf, sections + 320, 0, 3, 0, 0, from, SECTIONS.length);
    return content(elf);
  }

  private static void section(
      ByteBuffer elf, int at, int name, int type, int flags, long address, int from, int size) {
    elf.putInt(at, name).putInt(at + 4, type).putLong(at + 8, flags).putLong(at + 16, address);
    elf.putLong(at + 24, from).putLong(at + 32, size);
  }

  /** All of it, however much of it was written. */
  private static byte[] content(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.capacity()];
    buffer.clear().get(bytes);
    return bytes;
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
