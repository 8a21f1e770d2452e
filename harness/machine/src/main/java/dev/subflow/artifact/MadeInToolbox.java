// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact;

import dev.subflow.artifact.debian.DebianHeaders;
import dev.subflow.artifact.debian.DebianKernels;
import dev.subflow.artifact.kernel.Kernel;
import dev.subflow.artifact.root.Toolbox;
import dev.subflow.artifact.root.ToolboxCommand;
import dev.subflow.cache.Cache;
import dev.subflow.cache.CacheKey;
import dev.subflow.cache.Digests;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Files for guests, built by {@code make O=folder} in the toolbox from a folder under {@code
 * images/}, and again only when sources or toolbox change.
 *
 * <p>A folder with a {@code Kbuild} holds kernel modules: they are built for each kernel, and make
 * is told where its headers are with {@code KDIR}.
 */
final class MadeInToolbox {
  private static final String OUT = "out";

  /** Where make sees them: names with blanks, which it can't take, are only outside. */
  private static final Path SOURCES_INSIDE = Path.of("/sources");

  private static final Path OUT_INSIDE = Path.of("/out");

  private final Cache cache;
  private final Path images;
  private final Toolbox toolbox;
  private final DebianKernels debian;
  private final DebianHeaders headers;
  private final Consumer<String> progress;

  public MadeInToolbox(
      Cache cache,
      Path images,
      Toolbox toolbox,
      DebianKernels debian,
      DebianHeaders headers,
      Consumer<String> progress) {
    this.cache = cache;
    this.images = images;
    this.toolbox = toolbox;
    this.debian = debian;
    this.headers = headers;
    this.progress = progress;
  }

  /** The folder of files made for a guest with that kernel. */
  public Path get(String name, Kernel kernel) {
    Path sources = images.resolve(name);
    if (!Files.isRegularFile(sources.resolve("Makefile"))) {
      throw new UsageException("There is nothing to make in " + sources + ": no Makefile.");
    }
    try {
      CacheKey key =
          CacheKey.of("made-" + name)
              .with("sources", Digests.ofTree(sources))
              .with("toolbox", toolbox.key().id());
      if (!Files.exists(sources.resolve("Kbuild"))) {
        return get(name, key, sources, Optional.empty());
      }
      CacheKey ofKernel = key.with("kernel", kernel.release() + " " + kernel.version());
      Optional<Path> ready = cache.find(ofKernel);
      return ready.isPresent()
          ? ready.get().resolve(OUT)
          : get(name, ofKernel, sources, Optional.of(headers(kernel)));
    } catch (IOException e) {
      throw new InfrastructureException("Can't read " + sources + ": " + e.getMessage(), e);
    }
  }

  private KernelHeaders headers(Kernel kernel) throws IOException {
    String name = kernel.requested();
    return kernel.origin().isEmpty()
        ? KernelHeaders.ofDebian(kernel.release(), headers.of(debian.resolve(name)))
        : KernelHeaders.ofTree(name, kernel.origin().get());
  }

  private Path get(String name, CacheKey key, Path sources, Optional<KernelHeaders> headers) {
    return cache
        .get(
            key,
            folder -> {
              Path out = Files.createDirectory(folder.resolve(OUT));
              ToolboxCommand make =
                  toolbox
                      .command("make", "--no-print-directory", "O=" + OUT_INSIDE)
                      .reading(sources, SOURCES_INSIDE)
                      .writing(out, OUT_INSIDE)
                      .in(SOURCES_INSIDE);
              if (headers.isPresent()) {
                for (ToolboxCommand.Shown one : headers.get().shown()) {
                  make = make.reading(one.host(), one.inside());
                }
                make = make.with("KDIR", headers.get().folder().toString());
              }
              toolbox.prepare();
              progress.accept("compiling " + name);
              make.run(cache.logFile("made-" + name));
            })
        .resolve(OUT);
  }
}
