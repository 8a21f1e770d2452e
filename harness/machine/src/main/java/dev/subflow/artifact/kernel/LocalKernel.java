// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.kernel;

import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/** Kernels that lie on this machine: a built tree, or an image with its surroundings. */
public final class LocalKernel {
  private static final Path TREE_IMAGE = Path.of("arch/x86/boot/bzImage");

  private LocalKernel() {}

  /** The pieces of the kernel that a folder or file means. */
  public static KernelParts find(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return ofTree(path);
    }
    Optional<Path> tree = treeOf(path);
    return tree.isPresent() ? ofTree(tree.get()) : ofImage(path);
  }

  private static KernelParts ofTree(Path tree) throws IOException {
    Path image = tree.resolve(TREE_IMAGE);
    Path config = tree.resolve(".config");
    if (!Files.exists(config)) {
      throw new UsageException(
          "Kernel folder "
              + tree
              + " has no .config: it is not a built kernel tree. Expected the folder in which"
              + " \"make\" put .config and "
              + TREE_IMAGE
              + " (the O= folder, if one was used).");
    }
    if (!Files.exists(image)) {
      throw new UsageException(
          "Kernel tree "
              + tree
              + " is configured but not built: there is no "
              + TREE_IMAGE
              + ". Build it with \"make -j$(nproc)\".");
    }
    return new KernelParts(
        KernelImage.release(image),
        image,
        Optional.of(Files.readString(config)),
        KernelParts.builtModules(tree));
  }

  private static KernelParts ofImage(Path file) throws IOException {
    String release = KernelImage.release(file);
    Path folder = Optional.ofNullable(file.getParent()).orElse(Path.of("/"));
    List<Path> moduleFolders =
        List.of(
            folder.resolve("lib/modules").resolve(release),
            folder.resolve("../lib/modules").resolve(release).normalize(),
            folder.resolve("../usr/lib/modules").resolve(release).normalize(),
            folder);
    Optional<Path> config =
        Stream.concat(
                Stream.of(folder.resolve("config-" + release), folder.resolve(".config")),
                moduleFolders.stream().map(modules -> modules.resolve("config")))
            .filter(Files::isReadable)
            .findFirst();
    return new KernelParts(
        release,
        file,
        config.isPresent() ? Optional.of(Files.readString(config.get())) : Optional.empty(),
        modules(moduleFolders));
  }

  private static SortedMap<String, Path> modules(List<Path> folders) throws IOException {
    for (Path folder : folders) {
      if (Files.exists(folder.resolve("modules.order"))) {
        return KernelParts.installedModules(folder);
      }
    }
    return new java.util.TreeMap<>();
  }

  /** The tree that a path means; the path itself when it is in none. */
  public static Path tree(Path path) {
    return treeOf(path).orElse(path);
  }

  private static Optional<Path> treeOf(Path image) {
    if (!image.endsWith(TREE_IMAGE)) {
      return Optional.empty();
    }
    Path tree = image;
    for (int i = 0; i < TREE_IMAGE.getNameCount() && tree != null; i++) {
      tree = tree.getParent();
    }
    return Optional.ofNullable(tree).filter(folder -> Files.exists(folder.resolve(".config")));
  }
}
