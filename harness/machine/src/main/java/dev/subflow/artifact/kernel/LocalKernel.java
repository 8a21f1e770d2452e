// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.kernel;

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
    Path image = build.path().resolve(KernelFolder.IMAGE);
    return new KernelParts(
        KernelImage.release(image),
        image,
        Optional.of(Files.readString(build.path().resolve(KernelFolder.CONFIG))),
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
}
