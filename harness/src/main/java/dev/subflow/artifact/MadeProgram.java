// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact;

import dev.subflow.host.InfrastructureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Programs that run in guests, built by {@code make O=folder} from sources of this checkout and
 * again only when the sources or the compiler change.
 */
final class MadeProgram {
  private final Cache cache;
  private final String kind;
  private final Path sources;

  MadeProgram(Cache cache, String kind, Path sources) {
    this.cache = cache;
    this.kind = kind;
    this.sources = sources;
  }

  CacheKey key() {
    if (!Files.isRegularFile(sources.resolve("Makefile"))) {
      throw new InfrastructureException(
          sources + " has no Makefile: this checkout is not complete. Restore it with git.");
    }
    try {
      return CacheKey.of(kind)
          .with("sources", Digests.ofTree(sources))
          .with("compiler", compiler());
    } catch (IOException e) {
      throw new InfrastructureException("Can't read " + sources + ": " + e.getMessage(), e);
    }
  }

  /** Folder with what the Makefile put into {@code O}. */
  Path folder() {
    return folder(key());
  }

  Path folder(CacheKey key) {
    Path log = cache.logFile(kind);
    return cache.get(
        key,
        folder ->
            Tool.of(
                    List.of(
                        "make", "--no-print-directory", "-C", sources.toString(), "O=" + folder))
                .run(log));
  }

  private static String compiler() throws IOException {
    String name = System.getenv().getOrDefault("CC", "cc");
    return Tool.of(name, "--version").output().lines().findFirst().orElse(name);
  }
}
