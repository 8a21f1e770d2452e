// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.compile;

import dev.subflow.artifact.kernel.KernelConfig;
import dev.subflow.artifact.kernel.KernelFolder;
import dev.subflow.artifact.root.Toolbox;
import dev.subflow.artifact.root.ToolboxCommand;
import dev.subflow.cache.Cache;
import dev.subflow.cache.Enclosure;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.UsageException;
import dev.subflow.process.ProgramException;
import dev.subflow.process.Scripts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Configures and compiles a checkout in the toolbox, into a build folder that lies elsewhere. */
final class KernelMake {
  private static final Logger logger = LoggerFactory.getLogger(KernelMake.class);

  /** Path of the source, wherever the cache is, so that equal sources make equal kernels. */
  static final Path SOURCE = Path.of("/usr/src/linux");

  private static final Path OUT = Path.of("/usr/src/build");
  private static final Path CCACHE = Path.of("/ccache");
  private static final Path FRAGMENTS = Path.of("/fragments");

  /** The merged fragments that a build folder was configured from, and of which tree. */
  private static final String REQUESTED = ".subflow-requested";

  private static final String CONFIGURED_TREE = ".subflow-tree";

  /** The script that is the compiler; in the build folder, for make to find it at one place. */
  private static final String COMPILER = ".subflow-cc";

  private static final String MAKE = ".subflow-make";

  private static final Duration CONFIG_LIMIT = Duration.ofMinutes(10);
  private static final Duration BUILD_LIMIT = Duration.ofHours(3);
  private static final String MERGE =
      """
      cd "$1"; shift
      sh /usr/src/linux/scripts/kconfig/merge_config.sh -m -Q -O /usr/src/build "$@"
      mv .config .subflow-merged
      make -s -C /usr/src/linux O=/usr/src/build CC=/usr/src/build/.subflow-cc \\
        HOSTCC=/usr/src/build/.subflow-cc \\
        KCONFIG_ALLCONFIG=/usr/src/build/.subflow-merged allnoconfig
      """;

  private final Cache cache;
  private final Toolbox toolbox;
  private final WorkArea area;
  private final Path out;
  private final Consumer<String> progress;

  KernelMake(Cache cache, Toolbox toolbox, WorkArea area, Path out, Consumer<String> progress) {
    this.cache = cache;
    this.toolbox = toolbox;
    this.area = area;
    this.out = out;
    this.progress = progress;
  }

  /** Sees to it that the build folder has the configuration. */
  void configure(Fragments fragments, String tree, Path log) throws IOException {
    // A build before this one may have left links in the folder.
    Enclosure folder = Enclosure.of(out);
    folder.write(Path.of(Cache.BUILD_CONFIGURATION), fragments.names());
    if (isConfigured(fragments, tree)) {
      return;
    }
    Files.deleteIfExists(out.resolve(REQUESTED));
    progress.accept("configuring the kernel (" + fragments.names() + ")");
    Path texts = folder.emptyFolder(Path.of(".subflow-fragments"));
    List<String> files = new ArrayList<>();
    for (Fragments.Text fragment : fragments.texts()) {
      String name = files.size() + ".config";
      Files.writeString(texts.resolve(name), fragment.text());
      files.add(FRAGMENTS.resolve(name).toString());
    }
    List<String> argv = new ArrayList<>(List.of("sh", "-ec", MERGE, "merge", OUT.toString()));
    argv.addAll(files);
    BuildOutput output = new BuildOutput(SOURCE);
    try {
      command(argv).reading(texts, FRAGMENTS).limit(CONFIG_LIMIT).run(log, output::line);
    } catch (ProgramException e) {
      throw failure(cache, "configured", e, output, log);
    }
    KernelConfig config =
        KernelConfig.parse(
            folder
                .text(KernelFolder.CONFIG)
                .orElseThrow(() -> new IOException("kconfig left no .config in " + out)));
    List<String> unknown = LostOptions.check(fragments, config, area.source());
    if (!unknown.isEmpty()) {
      logger.info("this kernel has no options {}: left out", unknown);
    }
    folder.write(Path.of(CONFIGURED_TREE), tree);
    folder.write(Path.of(REQUESTED), fragments.id());
  }

  /** Kconfig itself takes some seconds, even where nothing is new. */
  private boolean isConfigured(Fragments fragments, String tree) throws IOException {
    Enclosure folder = Enclosure.of(out);
    if (!folder.ownText(Path.of(REQUESTED)).equals(Optional.of(fragments.id()))) {
      return false;
    }
    String before = folder.ownText(Path.of(CONFIGURED_TREE)).orElse("");
    return before.equals(tree)
        || (!before.isEmpty() && !area.differ(before, tree, "*Kconfig*", "scripts", "Makefile"));
  }

  /**
   * Compiles.
   *
   * @throws KernelBuildException when the compiler or the linker refuse
   */
  BuildOutput build(Path log) throws IOException {
    BuildOutput output = new BuildOutput(SOURCE);
    String jobs = "-j" + Runtime.getRuntime().availableProcessors();
    script(MAKE, "make.sh");
    String make = OUT.resolve(MAKE).toString();
    List<String> argv = new ArrayList<>(List.of(make, "-C", SOURCE.toString(), "O=" + OUT));
    String compiler = OUT.resolve(COMPILER).toString();
    argv.addAll(List.of(jobs, "--output-sync=target", "CC=" + compiler, "HOSTCC=" + compiler));
    // Named here, it keeps git's "+" away, which would have all that shows the release made anew.
    argv.addAll(List.of("LOCALVERSION=-subflow", "all"));
    KnownWarnings warnings = KnownWarnings.of(out);
    progress.accept("compiling the kernel");
    try {
      command(argv)
          .limit(BUILD_LIMIT)
          .run(
              log,
              line -> {
                int before = output.compiled();
                output.line(line);
                if (output.compiled() != before && output.compiled() % 10 == 0) {
                  progress.accept("compiling the kernel: " + output.compiled() + " files");
                }
              });
    } catch (ProgramException e) {
      RuntimeException failure = failure(cache, "built", e, output, log);
      if (failure instanceof KernelBuildException) {
        warnings.update(output.warnings());
      }
      throw failure;
    }
    warnings.update(output.warnings());
    return output;
  }

  /** Whose fault it was: that of the disk, of the machine, or of the source. */
  static RuntimeException failure(
      Cache cache, String what, ProgramException e, BuildOutput output, Path log) {
    if (output.outOfSpace().isPresent() || cache.isFull(e)) {
      String said = output.outOfSpace().orElse("no space left on device");
      return cache.outOfRoom("Building a kernel", said, KernelBuilder.ROOM, e);
    }
    if (output.wasKilled()) {
      return new InfrastructureException(
          "The kernel could not be "
              + what
              + ": a compiler was killed from outside, most likely for want of memory. Output: "
              + log,
          e);
    }
    if (output.errors().isEmpty()) {
      return new KernelBuildException(
          "The kernel can't be " + what + ": " + e.getMessage(), List.of(), log);
    }
    return new KernelBuildException("", output.errors(), log);
  }

  /** Runs another tool on what was built. */
  void run(Path log, String... argv) throws IOException {
    command(List.of(argv)).run(log);
  }

  /**
   * The text of a line of the checkout; empty for what is not in it. The name comes from the
   * compiler, and the file may be a link to anything.
   */
  Optional<String> sourceLine(String file, int line) throws IOException {
    Path path = area.source().resolve(file).normalize();
    if (line < 1 || !path.startsWith(area.source())) {
      return Optional.empty();
    }
    try {
      Enclosure source = Enclosure.of(area.source());
      Optional<String> text = source.text(area.source().relativize(path));
      return text.flatMap(whole -> whole.lines().skip(line - 1L).findFirst());
    } catch (UsageException e) {
      logger.warn("{}", e.getMessage());
      return Optional.empty();
    }
  }

  private ToolboxCommand command(List<String> argv) throws IOException {
    Path ccache = cache.folder(WorkArea.FOLDER + "/ccache");
    Files.setLastModifiedTime(ccache, FileTime.from(Instant.now()));
    script(COMPILER, "compiler.sh");
    return toolbox
        .command(argv.toArray(String[]::new))
        .reading(area.source(), SOURCE)
        .writing(out, OUT)
        .writing(ccache, CCACHE)
        .with("CCACHE_DIR", CCACHE.toString())
        .with("CCACHE_MAXSIZE", "5G")
        .with("CCACHE_NAMESPACE", "builder " + KernelBuilder.VERSION)
        .with("CCACHE_COMPILERCHECK", "string:" + toolbox.key().id())
        .with("KBUILD_BUILD_TIMESTAMP", "@0")
        .with("KBUILD_BUILD_VERSION", "1")
        .with("KBUILD_BUILD_USER", "subflow")
        .with("KBUILD_BUILD_HOST", "subflow");
  }

  private void script(String name, String resource) throws IOException {
    Path script = Enclosure.of(out).write(Path.of(name), Scripts.of(KernelMake.class, resource));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
