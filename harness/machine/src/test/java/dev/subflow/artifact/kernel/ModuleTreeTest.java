// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModuleTreeTest {
  @TempDir Path folder;

  private List<String> order(String dep, String softdep, String... names) throws IOException {
    Files.writeString(folder.resolve("modules.dep"), dep);
    Files.writeString(folder.resolve("modules.softdep"), softdep);
    return ModuleTree.at(folder).loadOrder(List.of(names)).stream()
        .map(module -> String.valueOf(module.getFileName()))
        .toList();
  }

  @Test
  void whatIsNeededComesFirstAndOnce() throws IOException {
    String dep =
        """
        kernel/drivers/virtio/virtio_pci.ko: kernel/drivers/virtio/virtio.ko kernel/drivers/virtio/virtio_ring.ko
        kernel/drivers/virtio/virtio.ko: kernel/drivers/virtio/virtio_ring.ko
        kernel/drivers/virtio/virtio_ring.ko:
        kernel/drivers/net/virtio-net.ko: kernel/drivers/virtio/virtio.ko kernel/net/failover.ko kernel/drivers/virtio/virtio_ring.ko
        kernel/net/failover.ko:
        kernel/fs/unused.ko: kernel/fs/other.ko
        """;
    assertThat(order(dep, "", "virtio_pci", "virtio_blk", "virtio_net"))
        .containsExactly(
            "virtio_ring.ko", "virtio.ko", "virtio_pci.ko", "failover.ko", "virtio-net.ko");
  }

  @Test
  void softDependenciesComeFirstToo() throws IOException {
    String dep = "kernel/lib/libcrc32c.ko:\nkernel/crypto/crc32c_generic.ko:\n";
    String soft = "# a comment\nsoftdep libcrc32c pre: crc32c-generic post: something\n";
    assertThat(order(dep, soft, "libcrc32c")).containsExactly("crc32c_generic.ko", "libcrc32c.ko");
  }

  @Test
  void aCircleEnds() throws IOException {
    assertThat(order("a.ko: b.ko\nb.ko: a.ko\n", "softdep b pre: a\n", "a"))
        .contains("a.ko", "b.ko");
  }
}
