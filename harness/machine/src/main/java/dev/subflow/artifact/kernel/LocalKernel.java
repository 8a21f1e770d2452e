// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.kernel;

import dev.subflow.cache.Enclosure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/** Kernels that lie on this machine: a built tree, or an image with its surroundings. */
final class LocalKernel {
  private LocalKernel() {}

  /** The pieces of the kernel that a folder or file means. */
  static KernelParts find(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return ofBuild(new KernelFolder(path));
    }
    Optional<KernelFolder> build = KernelFolder.ofBuild(path);
    return build.isPresent() ? ofBuild(build.get()) : ofImage(path);
  }

  private static KernelParts ofBuild(KernelFolder build) throws IOException {
    build.requireBuild();
    Enclosure tree = Enclosure.of(build.path());
    Path image = tree.find(KernelFolder.IMAGE).orElse(build.path().resolve(KernelFolder.IMAGE));
    return new KernelParts(
        KernelImage.release(image),
        image,
        tree.text(KernelFolder.CONFIG),
        KernelParts.builtModules(build.path()));
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
    return new KernelParts(
        release, file, config(release, folder, moduleFolders), modules(moduleFolders));
  }

  private static Optional<String> config(String release, Path folder, List<Path> moduleFolders)
      throws IOException {
    List<Path> candidates =
        Stream.concat(
                Stream.of(folder.resolve("config-" + release), folder.resolve(".config")),
                moduleFolders.stream().map(modules -> modules.resolve("config")))
            .filter(Files::isReadable)
            .toList();
    for (Path candidate : candidates) {
      Optional<String> text =
          Enclosure.of(candidate.resolveSibling("")).text(candidate.getFileName());
      if (text.isPresent()) {
        return text;
      }
    }
    return Optional.empty();
  }

  private static SortedMap<String, Path> modules(List<Path> folders) throws IOException {
    for (Path folder : folders) {
      if (Files.exists(folder.resolve("modules.order"))) {
        return KernelParts.installedModules(folder);
      }
    }
    return new java.util.TreeMap<>();
  }
}
