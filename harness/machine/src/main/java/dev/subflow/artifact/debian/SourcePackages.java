// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.debian;

import dev.subflow.cache.Cache;
import dev.subflow.cache.Folders;
import dev.subflow.failure.UsageException;
import dev.subflow.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Debian's packages of kernel sources, {@code linux-source-VERSION}. */
public final class SourcePackages {
  private static final String PREFIX = "linux-source-";

  private final Cache cache;
  private final DebianArchive archive;
  private final Consumer<String> progress;

  public SourcePackages(Cache cache, DebianArchive archive, Consumer<String> progress) {
    this.cache = cache;
    this.archive = archive;
    this.progress = progress;
  }

  /** A package and where it is. */
  public record Found(String suite, DebianPackage pack) {
    public String name() {
      return pack.name();
    }

    /** The exact version, such as {@code 7.3.4-1~bpo13+1}. */
    public String version() {
      return pack.version();
    }
  }

  /**
   * The package of a version such as {@code 7.3}, in the first suite that has one.
   *
   * @throws UsageException when none has
   */
  public Found find(String version) throws IOException {
    String name = PREFIX + version;
    if (!version.matches("\\d[\\w.]*")) {
      throw new UsageException(
          "\"" + version + "\" is no version of a " + PREFIX + "* package; expected such as 7.3.");
    }
    for (DebianSuite suite : DebianSuite.values()) {
      // Sees to it that there are lists.
      var unused = archive.index(suite);
      Optional<DebianPackage> found = find(suite, name);
      if (found.isPresent()) {
        return new Found(suite.archiveName(), found.get());
      }
    }
    throw new UsageException(
        "No suite of Debian has a package "
            + name
            + " today. \"apt-cache search linux-source\" shows what there is, or name a tree with"
            + " --tree.");
  }

  Optional<DebianPackage> find(DebianSuite suite, String name) throws IOException {
    return archive.show(suite, List.of(name)).stream().map(DebianPackage::of).findFirst();
  }

  /** Downloads a package and unpacks its tree into a folder that is there. */
  public void unpack(Found found, Path tree) throws IOException {
    unpack(found, List.of(), tree);
  }

  /** Unpacks these parts of the tree only; all of it where none is named. */
  void unpack(Found found, List<String> parts, Path tree) throws IOException {
    String version = found.version();
    DebianSuite suite = DebianSuite.of(found.suite()).orElseThrow();
    progress.accept("fetching the source of kernel " + version);
    Path log = cache.logFile("source-" + version);
    Path work = Files.createTempDirectory(tree.resolveSibling(""), "package");
    try {
      archive.download(suite, List.of(found.pack()), work, log);
      Path unpacked = Files.createDirectory(work.resolve("unpacked"));
      for (Path file : Folders.children(work)) {
        if (file.toString().endsWith(".deb")) {
          Program.of("dpkg-deb", "-x", file.toString(), unpacked.toString()).run(log);
        }
      }
      progress.accept("unpacking the source of kernel " + version);
      List<String> tar = new ArrayList<>(List.of("tar", "-xJf"));
      tar.add(unpacked.resolve("usr/src/" + found.name() + ".tar.xz").toString());
      tar.addAll(List.of("-C", tree.toString(), "--strip-components=1"));
      parts.forEach(part -> tar.add(found.name() + "/" + part));
      Program.of(tar).run(log);
    } finally {
      Folders.discard(work);
    }
  }
}
