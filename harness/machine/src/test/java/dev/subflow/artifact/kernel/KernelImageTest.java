// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.UsageException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KernelImageTest {
  @TempDir Path folder;

  private KernelImage read(byte[] content) throws IOException {
    return KernelImage.read(Files.write(folder.resolve("image"), content));
  }

  @Test
  void aPvhKernelIsTakenOutOfItsBzImage() throws IOException {
    byte[] vmlinux = SampleKernel.vmlinux("6.12.1-x", true);
    KernelImage image = read(SampleKernel.bzImage("6.12.1-x", Compression.ZSTD, vmlinux));
    assertThat(image.fileName()).isEqualTo("vmlinux");
    assertThat(image.bytes()).isEqualTo(vmlinux);
    assertThat(image.release()).isEqualTo("6.12.1-x");
    assertThat(KernelImage.release(folder.resolve("image"))).isEqualTo("6.12.1-x");
  }

  @Test
  void aKernelWithoutPvhStaysABzImage() throws IOException {
    byte[] vmlinux = SampleKernel.vmlinux("6.12.1-x", false);
    byte[] bzImage = SampleKernel.bzImage("6.12.1-x", Compression.XZ, vmlinux);
    assertThat(read(bzImage).fileName()).isEqualTo("bzImage");
    assertThat(read(bzImage).bytes()).isEqualTo(bzImage);
  }

  @Test
  void aKernelWithKasanStaysABzImage() throws IOException {
    ByteArrayOutputStream vmlinux = new ByteArrayOutputStream();
    vmlinux.write(SampleKernel.vmlinux("6.12.1-x", true));
    vmlinux.write("KernelAddressSanitizer initialized (generic)".getBytes(UTF_8));
    byte[] bzImage = SampleKernel.bzImage("6.12.1-x", Compression.ZSTD, vmlinux.toByteArray());

    assertThat(read(bzImage).fileName()).isEqualTo("bzImage");
    assertThatThrownBy(() -> read(vmlinux.toByteArray()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("KASAN")
        .hasMessageContaining("bzImage");
  }

  @Test
  void aVmlinuxNeedsAPvhEntry() throws IOException {
    assertThat(read(SampleKernel.vmlinux("6.12.1", true)).release()).isEqualTo("6.12.1");
    assertThat(KernelImage.release(folder.resolve("image"))).isEqualTo("6.12.1");
    assertThatThrownBy(() -> read(SampleKernel.vmlinux("6.12.1", false)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("CONFIG_PVH")
        .hasMessageContaining("bzImage");
  }

  @Test
  void theConfigurationWithinIsRead() throws IOException {
    ByteArrayOutputStream vmlinux = new ByteArrayOutputStream();
    vmlinux.write(SampleKernel.vmlinux("6.12.1", true));
    vmlinux.write("IKCFG_ST is only a string here".getBytes(UTF_8));
    vmlinux.write("IKCFG_ST".getBytes(UTF_8));
    vmlinux.write(SampleKernel.compress(Compression.GZIP, "CONFIG_MPTCP=y\n".getBytes(UTF_8)));
    vmlinux.write("IKCFG_ED and more".getBytes(UTF_8));
    KernelImage image =
        read(SampleKernel.bzImage("6.12.1", Compression.LZ4_LEGACY, vmlinux.toByteArray()));
    assertThat(image.config()).contains("CONFIG_MPTCP=y\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Dear reader, I am no kernel|a text file (first bytes: 44 65 61 72",
        "#!/bin/sh|a script",
        "070701000000|a cpio archive",
        "''|empty"
      })
  void otherFilesAreRefusedWithAGuess(String content, String guess) {
    assertThatThrownBy(() -> read(content.getBytes(UTF_8)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(folder.resolve("image").toString())
        .hasMessageContaining("is " + guess)
        .hasMessageContaining("Expected: a bzImage");
  }

  @Test
  void aCutBzImageAndAFolderAreRefused() throws IOException {
    byte[] image = SampleKernel.bzImage("6.1", Compression.GZIP, new byte[9000]);
    assertThatThrownBy(() -> read(java.util.Arrays.copyOf(image, image.length - 1)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("cut short");
    assertThatThrownBy(() -> KernelImage.read(folder))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("not a regular file");
  }
}
