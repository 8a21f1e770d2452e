// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact;

import dev.subflow.cache.Cache;
import dev.subflow.cache.CacheKey;
import dev.subflow.cache.Digests;
import dev.subflow.cache.Folders;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Programs that run in guests, built by {@code make O=folder} from sources of this checkout and
 * again only when the sources or the compiler change. Both may lie in folders with blanks in their
 * names.
 */
final class MadeProgram {
  private static final String SOURCES = "sources";

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
    return cache.get(key, this::make);
  }

  /** In a copy beside the results: make takes a name with a blank in it for two. */
  private void make(Path folder) throws IOException {
    Path log = cache.logFile(kind);
    Path copy = folder.resolve(SOURCES);
    try {
      Program.of("cp", "-R", sources.toString(), copy.toString()).run(log);
      Program.of("make", "--no-print-directory", "O=..").in(copy).run(log);
    } finally {
      Folders.discard(copy);
    }
  }
}
