// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that gcc makes in place of kernels: with a table of warnings, and debug information. */
final class KernelCodeIT {
  /** What WARN() is on x86: an instruction, and an entry with file, line and flags. */
  private static final String WARN =
      """
      #define WARN(flags) asm volatile("1: ud2\\n" \\
        ".pushsection __bug_table,\\"aw\\"\\n2: .long 1b - 2b\\n.long 0\\n.long 0\\n" \\
        ".word %c0\\n.word %c1\\n.popsection" :: "i" (__LINE__), "i" (flags))
      """;

  @TempDir Path temp;
  private int made;

  private Path built(String source) throws IOException {
    Path folder = Files.createDirectory(temp.resolve("kernel-" + ++made));
    Path file = Files.writeString(temp.resolve("kernel.c"), WARN + source);
    var unused =
        Program.of(
                "gcc",
                "-g",
                "-O2",
                "-static",
                "-nostdlib",
                "-no-pie",
                "-Wl,-e,start,--build-id=none",
                "-o",
                folder.resolve("vmlinux").toString(),
                file.toString())
            .output();
    return folder;
  }

  private Optional<String> code(String source) throws IOException {
    return KernelCode.digest(built(source));
  }

  @Test
  void commentsMakeNoDifference() throws IOException {
    String source = "int number = 7;\nvoid start(void) { WARN(1); }\n";
    Path plain = built(source);
    Path commented = built("/* one\n * two\n */\n" + source);

    assertThat(KernelCode.digest(plain)).isPresent().isEqualTo(KernelCode.digest(commented));
    assertThat(Files.readAllBytes(plain.resolve("vmlinux")))
        .isNotEqualTo(Files.readAllBytes(commented.resolve("vmlinux")));
  }

  @Test
  void instructionsDataAndFlagsOfWarningsDo() throws IOException {
    Optional<String> base = code("int number = 7;\nvoid start(void) { WARN(1); }\n");

    assertThat(base).isPresent();
    assertThat(code("int number = 7;\nvoid start(void) { WARN(1); WARN(1); }\n"))
        .isPresent()
        .isNotEqualTo(base);
    assertThat(code("int number = 8;\nvoid start(void) { WARN(1); }\n")).isNotEqualTo(base);
    assertThat(code("int number = 7;\nvoid start(void) { WARN(2); }\n")).isNotEqualTo(base);
    assertThat(code("int number[2] = {7};\nvoid start(void) { WARN(1); }\n")).isNotEqualTo(base);
  }

  @Test
  void modulesCount() throws IOException {
    Path folder = built("void start(void) { WARN(1); }\n");
    Optional<String> alone = KernelCode.digest(folder);
    Path modules = Files.createDirectories(folder.resolve("lib/modules"));
    Path other = built("int module;\nvoid start(void) { module = 3; }\n");
    Files.copy(other.resolve("vmlinux"), modules.resolve("x.ko"));

    assertThat(KernelCode.digest(folder)).isPresent().isNotEqualTo(alone);
  }

  /** Until it is loaded, a call in a module says whom it calls in its relocations alone. */
  @Test
  void whomAModuleCallsCounts() throws IOException {
    Path one = withModule("void one(void); void two(void);\nvoid init(void) { one(); two(); }\n");
    Path same =
        withModule("// x\nvoid one(void); void two(void);\nvoid init(void) { one(); two(); }");
    Path other = withModule("void one(void); void two(void);\nvoid init(void) { two(); one(); }\n");

    assertThat(KernelCode.digest(one)).isPresent().isEqualTo(KernelCode.digest(same));
    assertThat(KernelCode.digest(other)).isPresent().isNotEqualTo(KernelCode.digest(one));
  }

  private Path withModule(String source) throws IOException {
    Path folder = built("void start(void) { WARN(1); }\n");
    Path file = Files.writeString(temp.resolve("module.c"), source);
    var unused =
        Program.of(
                "gcc", "-g", "-O2", "-c", "-o", folder.resolve("m.ko").toString(), file.toString())
            .output();
    return folder;
  }

  @Test
  void whatCannotBeReadHasNone() throws IOException {
    Path folder = built("void start(void) { WARN(1); }\n");
    byte[] whole = Files.readAllBytes(folder.resolve("vmlinux"));
    Files.write(folder.resolve("vmlinux"), Arrays.copyOf(whole, whole.length / 2));

    assertThat(KernelCode.digest(folder)).isEmpty();
    assertThat(KernelCode.digest(Files.createDirectory(temp.resolve("empty")))).isEmpty();
    Files.writeString(folder.resolve("vmlinux"), "no ELF");
    assertThat(KernelCode.digest(folder)).isEmpty();
  }
}
