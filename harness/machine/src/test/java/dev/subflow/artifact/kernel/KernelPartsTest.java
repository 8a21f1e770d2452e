// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.cache.CacheKey;
import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KernelPartsTest {
  private static final String RELEASE = "6.12.1-x";

  @TempDir Path root;

  private void put(String... paths) throws IOException {
    for (String path : paths) {
      Files.createDirectories(root.resolve(path).getParent());
      Files.writeString(root.resolve(path), "content of " + path);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"lib/modules/", "usr/lib/modules/"})
  void oldLayout(String modules) throws IOException {
    put("boot/vmlinuz-6.12.1-x", "boot/config-6.12.1-x", "boot/System.map-6.12.1-x");
    put(modules + "6.12.1-x/kernel/fs/a.ko.xz", modules + "6.12.1-x/modules.builtin");
    put("usr/share/bug/linux-image/config", modules + "6.12.1-x/kernel/fs/readme");
    KernelParts parts = KernelParts.ofUnpacked(root, RELEASE);
    assertThat(parts.image()).isEqualTo(root.resolve("boot/vmlinuz-6.12.1-x"));
    assertThat(parts.modules()).containsOnlyKeys("kernel/fs/a.ko.xz", "modules.builtin");
    assertThat(parts.hasModules()).isTrue();
  }

  @Test
  void splitLayout() throws IOException {
    String folder = "usr/lib/modules/6.12.1-x/";
    put(folder + "vmlinuz", folder + "config", folder + "modules.order", folder + "kernel/a.ko");
    KernelParts parts = KernelParts.ofUnpacked(root, RELEASE);
    assertThat(parts.image()).isEqualTo(root.resolve(folder + "vmlinuz"));
    assertThat(parts.config()).contains("content of " + folder + "config");
    assertThat(parts.modules()).containsOnlyKeys("kernel/a.ko", "modules.order");
  }

  @Test
  void noImageIsSaid() throws IOException {
    put("boot/config-6.12.1-x");
    assertThatThrownBy(() -> KernelParts.ofUnpacked(root, RELEASE))
        .hasMessageContaining(RELEASE)
        .hasMessageContaining("no vmlinuz");
  }

  private void tree(String order) throws IOException {
    put(".config", "fs/erofs/erofs.ko", "net/mptcp/mptcp_diag.ko", "modules.builtin");
    Files.writeString(root.resolve("modules.order"), order);
    Files.createDirectories(root.resolve("arch/x86/boot"));
    Files.write(
        root.resolve("arch/x86/boot/bzImage"),
        SampleKernel.bzImage(RELEASE, Compression.GZIP, SampleKernel.vmlinux(RELEASE, true)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kernel/fs/erofs/erofs.ko\nkernel/net/mptcp/mptcp_diag.ko\n",
        "fs/erofs/erofs.o\nnet/mptcp/mptcp_diag.o\n"
      })
  void builtTreeOfEitherAge(String order) throws IOException {
    tree(order);
    KernelParts parts = LocalKernel.find(root);
    assertThat(parts.release()).isEqualTo(RELEASE);
    assertThat(parts.modules())
        .containsOnlyKeys(
            "kernel/fs/erofs/erofs.ko", "kernel/net/mptcp/mptcp_diag.ko", "modules.builtin");
    assertThat(LocalKernel.find(root.resolve("arch/x86/boot/bzImage"))).isEqualTo(parts);
  }

  @Test
  void aRebuiltModuleChangesTheKey() throws IOException {
    tree("fs/erofs/erofs.o\n");
    CacheKey before = LocalKernel.find(root).key();
    assertThat(LocalKernel.find(root).key()).isEqualTo(before);
    Files.writeString(root.resolve("fs/erofs/erofs.ko"), "another, longer content of it");
    assertThat(LocalKernel.find(root).key()).isNotEqualTo(before);
  }

  @Test
  void unbuiltAndForeignFoldersAreRefused() throws IOException {
    assertThatThrownBy(() -> LocalKernel.find(root))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("has no .config");
    put(".config");
    assertThatThrownBy(() -> LocalKernel.find(root))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("configured but not built");
  }

  @Test
  void aLoneImageFindsItsConfigAndModulesAround() throws IOException {
    put("boot/config-6.12.1-x", "lib/modules/6.12.1-x/modules.order");
    put("lib/modules/6.12.1-x/kernel/a.ko.zst");
    Path image = root.resolve("boot/vmlinuz-6.12.1-x");
    Files.write(
        image, SampleKernel.bzImage(RELEASE, Compression.XZ, SampleKernel.vmlinux(RELEASE, true)));
    KernelParts parts = LocalKernel.find(image);
    assertThat(parts.config()).contains("content of boot/config-6.12.1-x");
    assertThat(parts.modules()).containsOnlyKeys("kernel/a.ko.zst", "modules.order");

    Path alone = Files.createDirectories(root.resolve("a/b")).resolve("alone");
    Files.copy(image, alone);
    assertThat(LocalKernel.find(alone).config()).isEmpty();
    assertThat(LocalKernel.find(alone).hasModules()).isFalse();
  }
}
