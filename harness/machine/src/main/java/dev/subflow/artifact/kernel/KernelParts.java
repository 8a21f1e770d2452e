// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.kernel;

import dev.subflow.cache.CacheKey;
import dev.subflow.cache.Digests;
import dev.subflow.cache.Enclosure;
import dev.subflow.cache.Folders;
import dev.subflow.cache.RelativePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The pieces of a kernel, wherever they lie.
 *
 * @param release what {@code uname -r} says in it
 * @param image bzImage or vmlinux
 * @param config its configuration, if it is known
 * @param modules files below {@code <release>/} by their path there, such as {@code
 *     kernel/fs/erofs/erofs.ko.xz} and {@code modules.builtin}
 */
public record KernelParts(
    String release, Path image, Optional<String> config, SortedMap<String, Path> modules) {
  private static final List<String> INDEXES =
      List.of("modules.order", "modules.builtin", "modules.builtin.modinfo");

  public KernelParts {
    Objects.requireNonNull(release, "release");
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(config, "config");
    modules = Collections.unmodifiableSortedMap(new TreeMap<>(modules));
    RelativePath.name(release, image + ": the release");
    modules.keySet().forEach(path -> RelativePath.path(path, image + ": the path of a module"));
  }

  boolean hasModules() {
    return modules.keySet().stream().anyMatch(KernelParts::isModule);
  }

  static boolean isModule(String path) {
    return path.matches(".*\\.ko(\\.(xz|zst|gz))?");
  }

  /**
   * Finds the pieces of a kernel on this machine.
   *
   * @param path an image, or a folder in which a kernel was built
   * @throws dev.subflow.failure.UsageException when there is no kernel
   */
  public static KernelParts ofPath(Path path) throws IOException {
    return LocalKernel.find(path);
  }

  /**
   * Finds the pieces in unpacked packages by what is there, whichever package brought it and
   * whatever the folder is called this year.
   */
  public static KernelParts ofUnpacked(Path root, String release) throws IOException {
    List<Path> files = Folders.regularFiles(root);
    Path image =
        named(files, "vmlinuz", "vmlinuz-" + release)
            .orElseThrow(
                () -> new IOException("the packages of " + release + " hold no vmlinuz: " + root));
    Optional<Path> config = named(files, "config", "config-" + release);
    Optional<Path> folder =
        files.stream()
            .map(Path::getParent)
            .flatMap(parent -> ancestors(parent, root))
            .filter(parent -> parent.endsWith(Path.of("lib/modules", release)))
            .findFirst();
    return new KernelParts(
        release,
        image,
        config.isPresent() ? Optional.of(Files.readString(config.get())) : Optional.empty(),
        folder.isPresent() ? installedModules(folder.get()) : new TreeMap<>());
  }

  /** Modules as a distribution or {@code make modules_install} lays them out. */
  static SortedMap<String, Path> installedModules(Path folder) throws IOException {
    SortedMap<String, Path> modules = new TreeMap<>();
    if (Files.isDirectory(folder)) {
      for (Path file : Folders.regularFiles(folder)) {
        String path = folder.relativize(file).toString();
        if (isModule(path) || INDEXES.contains(path)) {
          modules.put(RelativePath.path(path, folder + ": the path of a module"), file);
        }
      }
    }
    return modules;
  }

  /** Modules of a build tree, as its {@code modules.order} names them. */
  static SortedMap<String, Path> builtModules(Path tree) throws IOException {
    SortedMap<String, Path> modules = new TreeMap<>();
    Enclosure enclosure = Enclosure.of(tree);
    if (enclosure.file(ModuleOrder.FILE).isEmpty()) {
      return modules;
    }
    for (Path module : ModuleOrder.read(tree)) {
      Optional<Path> file = enclosure.file(module);
      file.ifPresent(found -> modules.put("kernel/" + module, found));
    }
    for (String index : INDEXES.subList(1, INDEXES.size())) {
      Optional<Path> file = enclosure.file(Path.of(index));
      file.ifPresent(found -> modules.put(index, found));
    }
    return modules;
  }

  /** Pieces as inputs of a cache key; modules count by path, size and time. */
  public CacheKey key() throws IOException {
    StringBuilder listing = new StringBuilder();
    for (Map.Entry<String, Path> module : modules.entrySet()) {
      Path file = module.getValue();
      listing.append(module.getKey()).append(' ').append(Files.size(file)).append(' ');
      listing.append(Files.getLastModifiedTime(file)).append('\n');
    }
    return CacheKey.of("kernel")
        .with("release", release)
        .with("image", Digests.of(image))
        .with("config", Digests.of(config.orElse("")))
        .with("modules", Digests.of(listing.toString()))
        .with("layout", "3");
  }

  private static Optional<Path> named(List<Path> files, String... names) {
    return files.stream()
        .filter(file -> List.of(names).contains(String.valueOf(file.getFileName())))
        .findFirst();
  }

  private static Stream<Path> ancestors(Path path, Path root) {
    return Stream.iterate(path, p -> p != null && p.startsWith(root), Path::getParent);
  }
}
