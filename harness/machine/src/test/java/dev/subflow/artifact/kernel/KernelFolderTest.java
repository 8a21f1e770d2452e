// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KernelFolderTest {
  private static final String MAKEFILE =
      "# SPDX\nVERSION = 7\nPATCHLEVEL = 1\nSUBLEVEL = 0\nEXTRAVERSION = -rc3\nNAME = Fish\n";

  @TempDir Path temp;
  private Path folder;

  @BeforeEach
  void realFolder() throws IOException {
    folder = temp.toRealPath();
  }

  private void put(String path, String content) throws IOException {
    Files.createDirectories(folder.resolve(path).getParent());
    Files.writeString(folder.resolve(path), content);
  }

  private void putSources() throws IOException {
    put("Makefile", MAKEFILE);
    put("Kconfig", "");
    put("net/Kconfig", "");
  }

  @Test
  void sourcesHaveAVersion() throws IOException {
    putSources();

    KernelFolder kernel = KernelFolder.of(folder);

    kernel.requireSources();
    assertThat(kernel.version()).contains("7.1.0-rc3");
    assertThat(kernel.isConfigured()).isFalse();
    put("Makefile", MAKEFILE.replace(" -rc3", ""));
    assertThat(kernel.version()).contains("7.1.0");
  }

  @Test
  void whatIsMissingIsNamedInOneMessage() throws IOException {
    put("Kconfig", "");

    assertThatThrownBy(() -> KernelFolder.of(folder).requireSources("scripts/config"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            folder
                + " is no kernel tree: it has no Makefile, no net, no scripts/config. "
                + KernelFolder.EXPECTED);
  }

  @Test
  void anotherProgramsSourcesAreNoKernel() throws IOException {
    putSources();
    put("Makefile", "VERSION = $(shell git describe)\nall:\n");

    assertThatThrownBy(() -> KernelFolder.of(folder).requireSources())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("its Makefile names no VERSION");
  }

  @Test
  void aFileIsNoFolder() throws IOException {
    put("vmlinuz", "");

    assertThatThrownBy(() -> KernelFolder.of(folder.resolve("vmlinuz")))
        .isInstanceOf(UsageException.class)
        .hasMessageEndingWith("vmlinuz: it is a file.");
  }

  @Test
  void aBuildIsFoundByItsFolderAndByItsImage() throws IOException {
    put(".config", "");
    put("arch/x86/boot/bzImage", "");

    assertThat(KernelFolder.ofBuild(folder)).contains(new KernelFolder(folder));
    assertThat(KernelFolder.ofBuild(folder.resolve(KernelFolder.IMAGE)))
        .contains(new KernelFolder(folder));
    Files.delete(folder.resolve(".config"));
    assertThat(KernelFolder.ofBuild(folder)).isEmpty();
    assertThat(KernelFolder.ofBuild(folder.resolve(KernelFolder.IMAGE))).isEmpty();
  }

  @Test
  void theSourcesOfABuildMayBeElsewhere() throws IOException {
    Path built = Files.createDirectory(folder.resolve("built"));
    assertThat(new KernelFolder(built).sources()).isEqualTo(built);

    Files.createSymbolicLink(built.resolve("source"), folder);

    assertThat(new KernelFolder(built).sources()).isEqualTo(folder);
    assertThat(new KernelFolder(built).missing(List.of("source", "Makefile")))
        .containsExactly("Makefile");
  }
}
