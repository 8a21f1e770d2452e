// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact;

import dev.subflow.host.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The source of Debian's kernels, as far as selftests need it. */
final class DebianSource {
  private static final String FOLDER = "tree";

  private final Cache cache;
  private final DebianArchive archive;
  private final Consumer<String> progress;

  DebianSource(Cache cache, DebianArchive archive, Consumer<String> progress) {
    this.cache = cache;
    this.archive = archive;
    this.progress = progress;
  }

  KernelSource of(DebianKernels.Choice choice) {
    String version = choice.kernel().version();
    CacheKey key =
        CacheKey.of("source")
            .with("version", version)
            .with("parts", String.join(" ", KernelSource.SELFTEST_PARTS));
    Path tree = cache.get(key, entry -> fetch(choice, entry)).resolve(FOLDER);
    return new KernelSource(tree, version);
  }

  private void fetch(DebianKernels.Choice choice, Path entry) throws IOException {
    String version = choice.kernel().version();
    String name = KernelSource.packageOf(version);
    List<DebianPackage> found =
        archive.show(choice.suite(), List.of(name)).stream().map(DebianPackage::of).toList();
    if (found.size() != 1 || !found.get(0).version().equals(version)) {
      throw new UsageException(
          "Debian "
              + choice.suite().archiveName()
              + " has no "
              + name
              + " "
              + version
              + (found.isEmpty() ? "" : ", but " + found.get(0).version())
              + ": the selftests of that kernel can't be had. Name a kernel tree with --tree.");
    }
    progress.accept("fetching the source of kernel " + version);
    Path log = cache.logFile("source-" + version);
    Path work = Files.createTempDirectory(entry, "package");
    try {
      archive.download(choice.suite(), found, work, log);
      Path unpacked = Files.createDirectory(work.resolve("unpacked"));
      for (Path file : Folders.children(work)) {
        if (file.toString().endsWith(".deb")) {
          Tool.of("dpkg-deb", "-x", file.toString(), unpacked.toString()).run(log);
        }
      }
      progress.accept("unpacking the source of kernel " + version);
      Path tree = Files.createDirectory(entry.resolve(FOLDER));
      List<String> tar = new ArrayList<>(List.of("tar", "-xJf"));
      tar.add(unpacked.resolve("usr/src/" + name + ".tar.xz").toString());
      tar.addAll(List.of("-C", tree.toString(), "--strip-components=1"));
      KernelSource.SELFTEST_PARTS.forEach(part -> tar.add(name + "/" + part));
      Tool.of(tar).run(log);
    } finally {
      Folders.discard(work);
    }
  }
}
