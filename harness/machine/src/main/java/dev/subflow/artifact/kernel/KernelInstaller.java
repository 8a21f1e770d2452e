// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.kernel;

import dev.subflow.artifact.image.Erofs;
import dev.subflow.cache.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Turns the pieces of a kernel into what a guest boots from.
 *
 * <p>The folder then holds {@code vmlinux} or {@code bzImage}, {@code release}, {@code config} if
 * known, {@code modules.erofs} if there are modules (else {@code builtin.erofs}), and {@code
 * boot/NN-name.ko}, the modules that the initramfs needs.
 */
public final class KernelInstaller {
  /** Modules that the guest needs before it can mount its root and talk to the harness. */
  private static final List<String> BOOT_MODULES =
      List.of("virtio_pci", "virtio_console", "virtio_blk", "virtio_net", "erofs", "overlay");

  /** The image of the modules. */
  public static final String MODULES = "modules.erofs";

  /** File that tells modprobe what is built in where there are no modules. */
  public static final String BUILT_IN = "builtin.erofs";

  private KernelInstaller() {}

  public static void install(KernelParts parts, Path folder, Path log) throws IOException {
    KernelImage image = KernelImage.read(parts.image());
    Files.write(folder.resolve(image.fileName()), image.bytes());
    Files.writeString(folder.resolve("release"), parts.release());
    Optional<String> config = parts.config().or(image::config);
    if (config.isPresent()) {
      Files.writeString(folder.resolve("config"), config.get());
    }
    Files.createDirectory(folder.resolve("boot"));
    if (!parts.modules().isEmpty()) {
      installModules(parts, folder, log);
    }
  }

  private static void installModules(KernelParts parts, Path folder, Path log) throws IOException {
    Path work = Files.createTempDirectory(folder, "modules");
    try {
      ModuleTree tree = ModuleTree.make(parts, work, log);
      int number = 0;
      for (Path module : tree.loadOrder(BOOT_MODULES)) {
        String name = String.format(Locale.ROOT, "%02d-%s", number++, module.getFileName());
        Files.copy(module, folder.resolve("boot").resolve(name));
      }
      Erofs.pack(folder.resolve(parts.hasModules() ? MODULES : BUILT_IN), tree.releases(), log);
    } finally {
      Folders.discard(work);
    }
  }
}
