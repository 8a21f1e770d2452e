// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.debian;

import dev.subflow.artifact.kernel.KernelSource;
import dev.subflow.cache.Cache;
import dev.subflow.cache.CacheKey;
import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The source of Debian's kernels, as far as selftests need it. */
public final class DebianSource {
  private static final String FOLDER = "tree";

  private final Cache cache;
  private final SourcePackages packages;

  public DebianSource(Cache cache, SourcePackages packages) {
    this.cache = cache;
    this.packages = packages;
  }

  public KernelSource of(DebianKernels.Choice choice) {
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
    Optional<DebianPackage> found = packages.find(choice.suite(), name);
    if (found.filter(f -> f.version().equals(version)).isEmpty()) {
      throw new UsageException(
          "Debian "
              + choice.suite().archiveName()
              + " has no "
              + name
              + " "
              + version
              + (found.isEmpty() ? "" : ", but " + found.get().version())
              + ": the selftests of that kernel can't be had. Name a kernel tree with --tree.");
    }
    Path tree = Files.createDirectory(entry.resolve(FOLDER));
    packages.unpack(
        new SourcePackages.Found(choice.suite().archiveName(), found.get()),
        KernelSource.SELFTEST_PARTS,
        tree);
  }
}
