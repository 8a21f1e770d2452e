// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.debian;

import dev.subflow.artifact.kernel.KernelInstaller;
import dev.subflow.artifact.kernel.KernelParts;
import dev.subflow.artifact.kernel.KnownKernel;
import dev.subflow.cache.Cache;
import dev.subflow.cache.CacheKey;
import dev.subflow.cache.Folders;
import dev.subflow.failure.UsageException;
import dev.subflow.process.Program;
import dev.subflow.process.ProgramException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Kernels of Debian's suites, by names such as {@code debian:stable} and {@code debian:6.1}. */
public final class DebianKernels {
  public static final String PREFIX = "debian:";

  private final Cache cache;
  private final DebianArchive archive;
  private final Consumer<String> progress;

  public DebianKernels(Cache cache, DebianArchive archive, Consumer<String> progress) {
    this.cache = cache;
    this.archive = archive;
    this.progress = progress;
  }

  /** A kernel and the suite that carries it. */
  record Choice(DebianSuite suite, DebianKernel kernel) {
    CacheKey key() {
      CacheKey key = CacheKey.of("kernel").with("release", kernel.release());
      for (DebianPackage part : kernel.packages()) {
        key = key.with(part.name(), part.version() + " " + part.sha256());
      }
      return key;
    }
  }

  /** Folder of an installed kernel with the exact version of its package. */
  public record Installed(Path folder, CacheKey key, String version) {}

  public Installed install(String name) {
    Choice choice = resolve(name);
    Optional<Path> ready = cache.find(choice.key());
    if (ready.isPresent()) {
      return new Installed(ready.get(), choice.key(), choice.kernel().version());
    }
    Path folder = cache.get(choice.key(), entry -> build(choice, entry));
    return new Installed(folder, choice.key(), choice.kernel().version());
  }

  public List<KnownKernel> known() {
    List<KnownKernel> known = new ArrayList<>();
    for (DebianSuite suite : DebianSuite.values()) {
      SuiteIndex index = archive.index(suite);
      for (DebianKernel kernel : index.kernels()) {
        Choice choice = new Choice(suite, kernel);
        List<String> names = new ArrayList<>();
        if (index.currentKernel().equals(Optional.of(kernel))) {
          names.add(PREFIX + suite.label());
        }
        names.add(PREFIX + kernel.release().replaceFirst("[^0-9.].*", ""));
        known.add(
            new KnownKernel(
                names,
                suite.archiveName(),
                kernel.release(),
                kernel.version(),
                cache.find(choice.key()).isPresent()));
      }
    }
    return List.copyOf(known);
  }

  public Choice resolve(String name) {
    String wanted = name.substring(PREFIX.length());
    Optional<DebianSuite> suite = DebianSuite.of(wanted);
    if (suite.isPresent()) {
      return archive
          .index(suite.get())
          .currentKernel()
          .map(kernel -> new Choice(suite.get(), kernel))
          .orElseThrow(
              () ->
                  new UsageException(
                      "No kernel for "
                          + name
                          + ": "
                          + suite.get().archiveName()
                          + " carries no cloud kernel today."));
    }
    if (!wanted.matches("\\d.*")) {
      throw new UsageException(
          "Unknown kernel \""
              + name
              + "\": after \"debian:\" comes "
              + suiteNames()
              + ", or a version such as 6.12.");
    }
    Map<DebianSuite, SuiteIndex> searched = new LinkedHashMap<>();
    for (DebianSuite candidate : DebianSuite.values()) {
      SuiteIndex index = archive.index(candidate);
      searched.put(candidate, index);
      Optional<DebianKernel> found = index.find(wanted);
      if (found.isPresent()) {
        return new Choice(candidate, found.get());
      }
    }
    throw new UsageException(notFound(name, searched));
  }

  private void build(Choice choice, Path entry) throws IOException {
    DebianKernel kernel = choice.kernel();
    Path log = cache.logFile("kernel-" + kernel.release());
    Path work = Files.createTempDirectory(entry, "packages");
    try {
      progress.accept(
          "fetching kernel " + kernel.release() + " from Debian " + choice.suite().archiveName());
      download(choice, work, log);
      progress.accept("preparing kernel " + kernel.release());
      Path unpacked = Files.createDirectory(work.resolve("unpacked"));
      for (Path file : Folders.children(work)) {
        if (file.toString().endsWith(".deb")) {
          Program.of("dpkg-deb", "-x", file.toString(), unpacked.toString()).run(log);
        }
      }
      KernelInstaller.install(KernelParts.ofUnpacked(unpacked, kernel.release()), entry, log);
    } finally {
      Folders.discard(work);
    }
  }

  /** The mirror may have dropped a version since its list was fetched: then with a fresh list. */
  private void download(Choice choice, Path into, Path log) throws IOException {
    try {
      archive.download(choice.suite(), choice.kernel().packages(), into, log);
    } catch (ProgramException e) {
      SuiteIndex fresh = archive.index(choice.suite(), Duration.ZERO);
      if (!fresh.kernels().contains(choice.kernel())) {
        throw new ProgramException(
            "Debian "
                + choice.suite().archiveName()
                + " no longer carries "
                + choice.kernel().release()
                + "; its list has been refreshed, run again to get what it has now ("
                + fresh.currentKernel().map(DebianKernel::release).orElse("nothing")
                + ")");
      }
      throw e;
    }
  }

  private static String suiteNames() {
    return String.join(", ", Stream.of(DebianSuite.values()).map(DebianSuite::label).toList());
  }

  private static String notFound(String name, Map<DebianSuite, SuiteIndex> searched) {
    StringBuilder text = new StringBuilder("No suite of Debian carries a kernel ");
    text.append(name.substring(PREFIX.length())).append(". There is:");
    searched.forEach(
        (suite, index) ->
            text.append(
                String.format(
                    "%n  %s: %s",
                    suite.label(),
                    String.join(
                        ", ", index.kernels().stream().map(DebianKernel::release).toList()))));
    return text.toString();
  }
}
