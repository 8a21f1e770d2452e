// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.build;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.host.InfrastructureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BootImageTest {
  @TempDir Path out;

  @BeforeEach
  void build() throws IOException {
    Files.createDirectories(out.resolve("arch/x86/boot/compressed"));
    write("arch/x86/boot/compressed/vmlinux.bin", "kernel");
    write("arch/x86/boot/compressed/vmlinux.bin.gz", "squeezed");
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(out.resolve(file), text);
  }

  @Test
  void holdsItsKernel() throws IOException {
    write("arch/x86/boot/bzImage", "header squeezed trailer");

    assertThatCode(() -> BootImage.requireWithin(out)).doesNotThrowAnyException();
  }

  @Test
  void holdsItAtItsVeryEnd() throws IOException {
    write("arch/x86/boot/bzImage", "header squeezed");

    assertThatCode(() -> BootImage.requireWithin(out)).doesNotThrowAnyException();
  }

  @Test
  void isRefusedWithAnotherOfTheSameSize() throws IOException {
    write("arch/x86/boot/bzImage", "header sqveezed trailer");

    assertThatThrownBy(() -> BootImage.requireWithin(out))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("does not hold the kernel that was compiled")
        .hasMessageContaining("vmlinux.bin.gz");
  }

  @Test
  void isRefusedWhereNothingWasCompressed() throws IOException {
    Files.delete(out.resolve("arch/x86/boot/compressed/vmlinux.bin.gz"));
    write("arch/x86/boot/bzImage", "header squeezed trailer");

    assertThatThrownBy(() -> BootImage.requireWithin(out))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("nothing compressed");
  }
}
