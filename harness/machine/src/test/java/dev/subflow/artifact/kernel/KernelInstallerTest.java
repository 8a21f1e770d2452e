// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kernels without modules, which need none of the machine's tools. */
final class KernelInstallerTest {
  @TempDir private Path folder;
  private Path image;
  private Path entry;

  @BeforeEach
  void files() throws IOException {
    image = folder.resolve("bzImage");
    entry = Files.createDirectory(folder.resolve("entry"));
  }

  private void install(Optional<String> config) throws IOException {
    KernelInstaller.install(
        new KernelParts("6.12.0", image, config, new TreeMap<>()), entry, folder.resolve("log"));
  }

  @Test
  void whatBootsIsTakenOutOfItsPacking() throws IOException {
    byte[] vmlinux = SampleKernel.vmlinux("6.12.0", true);
    Files.write(image, SampleKernel.bzImage("6.12.0", Compression.ZSTD, vmlinux));

    install(Optional.of("CONFIG_MPTCP=y\n"));

    assertThat(entry.resolve("vmlinux")).hasBinaryContent(vmlinux);
    assertThat(entry.resolve("release")).hasContent("6.12.0");
    assertThat(entry.resolve("config")).hasContent("CONFIG_MPTCP=y\n");
    assertThat(entry.resolve("boot")).isEmptyDirectory();
    assertThat(entry.resolve(KernelInstaller.MODULES)).doesNotExist();
    assertThat(entry.resolve(KernelInstaller.BUILT_IN)).doesNotExist();
  }

  @Test
  void aKernelThatCanNotBootByItselfKeepsItsPacking() throws IOException {
    byte[] packed =
        SampleKernel.bzImage("6.12.0", Compression.GZIP, SampleKernel.vmlinux("6.12.0", false));
    Files.write(image, packed);

    install(Optional.empty());

    assertThat(entry.resolve("bzImage")).hasBinaryContent(packed);
    assertThat(entry.resolve("vmlinux")).doesNotExist();
    assertThat(entry.resolve("config")).as("nobody knows it").doesNotExist();
  }

  @Test
  void whatIsNoKernelIsNotInstalled() throws IOException {
    Files.writeString(image, "#!/bin/sh\n");

    assertThatThrownBy(() -> install(Optional.empty()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(image.toString())
        .hasMessageContaining("a script");
    assertThat(entry).isEmptyDirectory();
  }
}
