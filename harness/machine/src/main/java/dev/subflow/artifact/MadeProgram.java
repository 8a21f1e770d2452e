// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact;

import dev.subflow.cache.Cache;
import dev.subflow.cache.CacheKey;
import dev.subflow.cache.Digests;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.process.Program;
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
  private final Compiler compiler;

  MadeProgram(Cache cache, String kind, Path sources, Compiler compiler) {
    this.cache = cache;
    this.kind = kind;
    this.sources = sources;
    this.compiler = compiler;
  }

  CacheKey key() {
    if (!Files.isRegularFile(sources.resolve("Makefile"))) {
      throw new InfrastructureException(
          sources + " has no Makefile: this checkout is not complete. Restore it with git.");
    }
    try {
      return CacheKey.of(kind)
          .with("sources", Digests.ofTree(sources))
          .with("compiler", compiler.version());
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
            Program.of(
                    List.of(
                        "make", "--no-print-directory", "-C", sources.toString(), "O=" + folder))
                .run(log));
  }
}
