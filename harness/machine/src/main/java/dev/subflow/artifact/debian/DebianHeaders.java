// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.debian;

import dev.subflow.cache.Cache;
import dev.subflow.cache.CacheKey;
import dev.subflow.cache.Folders;
import dev.subflow.failure.UsageException;
import dev.subflow.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Headers that modules of a Debian kernel are built against: its headers and kbuild packages. */
public final class DebianHeaders {
  /** Where they are to be seen when a module is built, since their Makefiles say so. */
  public static final Path INSIDE = Path.of("/usr/src");

  private static final String KBUILD = "linux-kbuild-";
  private static final String FOLDER = "src";

  private final Cache cache;
  private final DebianArchive archive;
  private final Consumer<String> progress;

  public DebianHeaders(Cache cache, DebianArchive archive, Consumer<String> progress) {
    this.cache = cache;
    this.archive = archive;
    this.progress = progress;
  }

  /** The folder to be shown as {@link #INSIDE}. */
  public Path of(DebianKernels.Choice choice) {
    DebianKernel kernel = choice.kernel();
    CacheKey key =
        CacheKey.of("headers").with("release", kernel.release()).with("version", kernel.version());
    return cache.get(key, entry -> build(choice, entry)).resolve(FOLDER);
  }

  /** Where a kernel's own headers are inside. */
  public static Path buildFolder(String release) {
    return INSIDE.resolve("linux-headers-" + release);
  }

  private void build(DebianKernels.Choice choice, Path entry) throws IOException {
    DebianKernel kernel = choice.kernel();
    progress.accept("fetching the headers of kernel " + kernel.release());
    Path log = cache.logFile("headers-" + kernel.release());
    Path work = Files.createTempDirectory(entry, "packages");
    try {
      archive.download(choice.suite(), packages(choice), work, log);
      Path unpacked = Files.createDirectory(work.resolve("unpacked"));
      for (Path file : Folders.children(work)) {
        if (file.toString().endsWith(".deb")) {
          Program.of("dpkg-deb", "-x", file.toString(), unpacked.toString()).run(log);
        }
      }
      Path src = unpacked.resolve("usr/src");
      gather(unpacked.resolve("usr/lib"), src);
      Files.move(src, entry.resolve(FOLDER));
    } finally {
      Folders.discard(work);
    }
  }

  /** The kernel's header package and those that it depends on to build modules. */
  private List<DebianPackage> packages(DebianKernels.Choice choice) throws IOException {
    DebianKernel kernel = choice.kernel();
    String name = "linux-headers-" + kernel.release();
    Map<String, DebianPackage> wanted = new LinkedHashMap<>();
    List<String> open = new ArrayList<>(List.of(name));
    while (!open.isEmpty()) {
      for (Map<String, String> stanza : archive.show(choice.suite(), open)) {
        DebianPackage found = DebianPackage.of(stanza);
        wanted.put(found.name(), found);
        open.addAll(AptOutput.dependencies(stanza.getOrDefault("Depends", "")).keySet());
      }
      open.removeIf(p -> wanted.containsKey(p) || !p.matches("linux-(headers|kbuild)-.*"));
    }
    DebianPackage main = wanted.get(name);
    if (main == null || !main.version().equals(kernel.version())) {
      throw new UsageException(
          "Debian "
              + choice.suite().archiveName()
              + " has no headers for kernel "
              + kernel.release()
              + " "
              + kernel.version()
              + (main == null ? "" : " but only for " + main.version())
              + ": modules can't be built for it.");
    }
    return List.copyOf(wanted.values());
  }

  /** Brings kbuild beside the headers, and has their links lead there. */
  private static void gather(Path lib, Path src) throws IOException {
    for (Path kbuild : Folders.children(lib)) {
      String name = String.valueOf(kbuild.getFileName());
      if (name.startsWith(KBUILD)) {
        Files.deleteIfExists(src.resolve(name));
        Files.move(kbuild, src.resolve(name));
      }
    }
    for (Path headers : Folders.children(src)) {
      for (Path link : Folders.children(headers)) {
        if (Files.isSymbolicLink(link)) {
          String target = Files.readSymbolicLink(link).toString();
          Files.delete(link);
          Files.createSymbolicLink(link, Path.of(target.replaceFirst("^../../lib/", "../")));
        }
      }
    }
  }
}
