// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds of which some have the code of the one before. */
final class SameCodeTest {
  private static final byte[] NAMES = "\0.text\0".getBytes(StandardCharsets.ISO_8859_1);

  @TempDir Path temp;

  /** A vmlinux of one section of code. */
  private Build built(String variant, String code) throws IOException {
    Path folder = Files.createDirectory(temp.resolve(variant));
    byte[] text = code.getBytes(StandardCharsets.ISO_8859_1);
    int table = 64 + NAMES.length + text.length;
    ByteBuffer elf = ByteBuffer.allocate(table + 3 * 64).order(ByteOrder.LITTLE_ENDIAN);
    elf.putInt(0, 0x464c457f).put(4, (byte) 2);
    elf.putLong(40, table).putShort(58, (short) 64).putShort(60, (short) 3).putShort(62, (short) 2);
    elf.position(64).put(NAMES).put(text);
    section(elf, table + 64, 1, 2 | 4, 64 + NAMES.length, text.length);
    section(elf, table + 128, 0, 0, 64, NAMES.length);
    Files.write(folder.resolve("vmlinux"), elf.array());
    return build(variant, Optional.of(folder.toString()));
  }

  private static void section(ByteBuffer elf, int at, int name, int flags, int from, int size) {
    elf.putInt(at, name).putInt(at + 4, 1).putLong(at + 8, flags);
    elf.putLong(at + 24, from).putLong(at + 32, size);
  }

  private static Build build(String variant, Optional<String> kernel) {
    return new Build(
        variant, variant, kernel, "7.3", List.of(), Duration.ofSeconds(1), Optional.empty());
  }

  @Test
  void thoseOfTheSameCodeAreUnchangedAndNeedNoTest() throws IOException {
    Build base = built("base", "a");
    Build comment = built("patch-1", "a");
    Build change = built("patch-2", "b");

    SameCode same = SameCode.among(List.of(base, comment, change));

    assertThat(same.others()).containsExactly(base, change);
    assertThat(same.comparisons())
        .singleElement()
        .satisfies(
            c -> {
              assertThat(c.test()).isEqualTo("code");
              assertThat(c.change()).isEqualTo(Change.UNCHANGED);
              assertThat(c.from()).isEqualTo("base");
              assertThat(c.to()).isEqualTo("patch-1");
            });
  }

  @Test
  void oneThatGoesBackIsComparedWithTheOneBeforeIt() throws IOException {
    Build base = built("base", "a");
    Build change = built("patch-1", "b");
    Build revert = built("patch-2", "a");

    assertThat(SameCode.among(List.of(base, change, revert)).comparisons()).isEmpty();
  }

  @Test
  void kernelsThatCannotBeReadAreTested() throws IOException {
    Build base = build("base", Optional.of("/nowhere"));
    Build failed = build("patch-1", Optional.empty());
    Build other = build("patch-2", Optional.of("debian:stable"));

    assertThat(SameCode.among(List.of(base, failed, other)).others())
        .containsExactly(base, failed, other);
  }
}
