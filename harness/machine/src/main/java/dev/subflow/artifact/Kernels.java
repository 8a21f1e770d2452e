// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact;

import dev.subflow.artifact.compile.BuildRequest;
import dev.subflow.artifact.compile.KernelBuilder;
import dev.subflow.artifact.compile.TreeName;
import dev.subflow.artifact.debian.DebianKernels;
import dev.subflow.artifact.image.Initramfs;
import dev.subflow.artifact.kernel.Kernel;
import dev.subflow.artifact.kernel.KernelConfig;
import dev.subflow.artifact.kernel.KernelFolder;
import dev.subflow.artifact.kernel.KernelInstaller;
import dev.subflow.artifact.kernel.KernelParts;
import dev.subflow.cache.Cache;
import dev.subflow.cache.CacheFaults;
import dev.subflow.cache.CacheKey;
import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds, checks and prepares kernels by name or path. */
final class Kernels {
  private static final Logger log = LoggerFactory.getLogger(Kernels.class);

  private final Cache cache;
  private final DebianKernels debian;
  private final MadeProgram agent;
  private final KernelBuilder builder;
  private final Consumer<String> progress;

  /** A tree may change while a run goes on; the run stays with what it found first. */
  private final ConcurrentMap<String, Path> built = new ConcurrentHashMap<>();

  Kernels(
      Cache cache,
      DebianKernels debian,
      MadeProgram agent,
      KernelBuilder builder,
      Consumer<String> progress) {
    this.cache = cache;
    this.debian = debian;
    this.agent = agent;
    this.builder = builder;
    this.progress = progress;
  }

  Kernel get(String name) {
    if (name.startsWith(DebianKernels.PREFIX)) {
      DebianKernels.Installed installed = debian.install(name);
      return finish(
          name, installed.version(), installed.key(), installed.folder(), Optional.empty());
    }
    if (TreeName.isOne(name)) {
      return local(
          name, built.computeIfAbsent(name, n -> builder.build(TreeName.parse(n)).folder()));
    }
    return local(name, existingPath(name));
  }

  /**
   * Refuses a name that can be none, without fetching or building anything.
   *
   * @throws UsageException that says what a name may be
   */
  static void requireName(String name) {
    if (TreeName.isOne(name)) {
      requireFolder(TreeName.parse(name).source());
    } else if (!name.startsWith(DebianKernels.PREFIX)) {
      var unused = existingPath(name);
    }
  }

  private static void requireFolder(BuildRequest.Source source) {
    if (source instanceof BuildRequest.Tree onDisk) {
      var unused = KernelFolder.of(onDisk.dir());
    } else if (source instanceof BuildRequest.Revision revision) {
      var unused = KernelFolder.of(revision.dir());
    }
  }

  private static Path existingPath(String name) {
    Path path = Path.of(name).toAbsolutePath().normalize();
    if (name.isBlank() || !Files.exists(path)) {
      throw new UsageException(
          "Unknown kernel \""
              + name
              + "\": it is no name that \"subflow kernel list\" knows (debian:stable,"
              + " debian:6.12, …), no tree:DIR@REV, and "
              + (name.isBlank() ? "no path." : "there is no file or folder " + path + "."));
    }
    return path;
  }

  private Kernel local(String name, Path path) {
    try {
      KernelParts parts = KernelParts.ofPath(path);
      CacheKey key = parts.key();
      Path folder =
          cache.get(
              key,
              entry -> {
                progress.accept("preparing kernel " + parts.release() + " from " + path);
                KernelInstaller.install(parts, entry, cache.logFile("kernel-" + parts.release()));
              });
      String version = parts.release() + " " + key.id().substring(0, 12);
      return finish(name, version, key, folder, Optional.of(path));
    } catch (IOException e) {
      throw new UsageException("Kernel " + path + " can't be read: " + e.getMessage(), e);
    }
  }

  private Kernel finish(
      String name, String version, CacheKey key, Path folder, Optional<Path> origin) {
    Optional<Path> modules = existing(folder.resolve(KernelInstaller.MODULES));
    Optional<Path> builtIn = existing(folder.resolve(KernelInstaller.BUILT_IN));
    Optional<Path> config = existing(folder.resolve("config"));
    try {
      String release = Files.readString(folder.resolve("release"));
      if (config.isPresent()) {
        KernelConfig options = KernelConfig.parse(Files.readString(config.get()));
        options.requireBootable(name, modules.isPresent());
      } else {
        log.warn(
            "the configuration of kernel {} is unknown (no CONFIG_IKCONFIG within, no config-{} or"
                + " .config beside it): what it lacks will show only when it boots",
            name,
            release);
      }
      Path image = existing(folder.resolve("vmlinux")).orElse(folder.resolve("bzImage"));
      return new Kernel(
          name,
          release,
          version,
          image,
          initramfs(key, folder),
          modules.or(() -> builtIn),
          config,
          origin);
    } catch (IOException e) {
      throw CacheFaults.explain(cache.root(), "Reading kernel " + name, e);
    }
  }

  private Path initramfs(CacheKey kernel, Path kernelFolder) {
    CacheKey program = agent.key();
    CacheKey key = CacheKey.of("initramfs").with("kernel", kernel.id()).with("agent", program.id());
    return cache
        .get(
            key,
            folder ->
                Initramfs.write(
                    folder.resolve(Initramfs.FILE),
                    agent.folder(program).resolve("agent"),
                    kernelFolder.resolve("boot")))
        .resolve(Initramfs.FILE);
  }

  private static Optional<Path> existing(Path file) {
    return Files.exists(file) ? Optional.of(file) : Optional.empty();
  }
}
