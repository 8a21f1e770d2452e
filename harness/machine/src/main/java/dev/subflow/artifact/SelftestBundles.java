// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact;

import dev.subflow.artifact.debian.DebianKernels;
import dev.subflow.artifact.debian.DebianSource;
import dev.subflow.artifact.image.Erofs;
import dev.subflow.artifact.kernel.Kernel;
import dev.subflow.artifact.kernel.KernelConfig;
import dev.subflow.artifact.kernel.KernelSource;
import dev.subflow.artifact.root.Toolbox;
import dev.subflow.artifact.root.ToolboxCommand;
import dev.subflow.cache.Cache;
import dev.subflow.cache.CacheKey;
import dev.subflow.cache.Enclosure;
import dev.subflow.cache.Folders;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Selftests, built in the toolbox with the tree's own Makefiles. */
final class SelftestBundles {
  /** Part of the cache key; to be raised when what is below makes different bundles. */
  private static final String VERSION = "2";

  private static final String IMAGE = "selftests.erofs";
  private static final String CONFIG = "config";
  private static final String SETTINGS = "settings";
  private static final String LIST = SelftestList.FILE;
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(45);

  /** Where the build sees its folder: the makefiles can't take a name with blanks. */
  private static final Path INSIDE = Path.of("/usr/src/selftests");

  private static final Duration BUILD_LIMIT = Duration.ofMinutes(20);
  // timeout=1800
  private static final Pattern TIMEOUT = Pattern.compile("(?m)^timeout=(\\d{1,6})\\s*$");

  private final Cache cache;
  private final Toolbox toolbox;
  private final DebianKernels debian;
  private final DebianSource debianSource;
  private final Consumer<String> progress;

  SelftestBundles(
      Cache cache,
      Toolbox toolbox,
      DebianKernels debian,
      DebianSource debianSource,
      Consumer<String> progress) {
    this.cache = cache;
    this.toolbox = toolbox;
    this.debian = debian;
    this.debianSource = debianSource;
    this.progress = progress;
  }

  /** The selftests of a folder for a kernel, from the given tree, else from the kernel's own. */
  SelftestBundle get(String folder, Kernel kernel, Optional<Path> tree) {
    try {
      KernelSource source = source(kernel, tree);
      source.require(folder);
      CacheKey key =
          CacheKey.of("selftests")
              .with("folder", folder)
              .with("source", source.id(folder))
              .with("toolbox", toolbox.key().id())
              .with("builder", VERSION);
      Path entry = cache.get(key, made -> build(folder, source, made));
      return bundle(key.id(), folder, entry, kernel);
    } catch (IOException e) {
      throw new InfrastructureException("The selftests " + folder + " can't be read: " + e, e);
    }
  }

  /** Options that the bundle misses, without building it. */
  List<String> missingOptions(String folder, Kernel kernel, Optional<Path> tree) {
    try {
      KernelSource source = source(kernel, tree);
      source.require(folder);
      Path wanted = source.tree().relativize(source.selftests(folder).resolve(CONFIG));
      return missing(Enclosure.of(source.tree()).text(wanted), kernel);
    } catch (IOException e) {
      throw new InfrastructureException("The selftests " + folder + " can't be read: " + e, e);
    }
  }

  private KernelSource source(Kernel kernel, Optional<Path> tree) throws IOException {
    if (tree.isPresent()) {
      return KernelSource.ofTree(tree.get().toAbsolutePath().normalize());
    }
    return kernel.origin().isEmpty()
        ? debianSource.of(debian.resolve(kernel.requested()))
        : KernelSource.ofTree(kernel.origin().get());
  }

  private void build(String folder, KernelSource source, Path entry) throws IOException {
    Path log = cache.logFile("selftests-" + folder.replace('/', '-'));
    Path work = Files.createTempDirectory(entry, "work");
    try {
      Path tree = Files.createDirectory(work.resolve("linux"));
      Path out = Files.createDirectory(work.resolve("out"));
      copy(source.tree(), tree, log);
      Enclosure made = Enclosure.of(work);
      toolbox.prepare();
      progress.accept("compiling the selftests " + folder);
      String make =
          "make -s headers && make -s -C tools/testing/selftests TARGETS="
              + folder
              + " FORCE_TARGETS=1 INSTALL_DEP_TARGETS= KSFT_INSTALL_PATH="
              + INSIDE.resolve(work.relativize(out))
              + " install";
      ToolboxCommand command =
          toolbox
              .command("sh", "-ec", make)
              .in(INSIDE.resolve(work.relativize(tree)))
              .writing(work, INSIDE);
      Compilation.of(
          "selftests " + folder, source.given(), () -> command.limit(BUILD_LIMIT).run(log));
      Path installed = work.relativize(out).resolve(folder);
      for (String file : List.of(CONFIG, SETTINGS)) {
        Optional<String> text =
            Enclosure.of(source.tree())
                .text(source.tree().relativize(source.selftests(folder).resolve(file)));
        if (text.isPresent()) {
          Files.writeString(entry.resolve(file), text.get());
          var unused = made.write(installed.resolve(file), text.get());
        }
      }
      SelftestList list = SelftestList.read(made, work.relativize(out));
      list.makeExecutable();
      Files.writeString(entry.resolve(LIST), list.text());
      Erofs.pack(entry.resolve(IMAGE), out, log);
    } finally {
      Folders.discard(work);
    }
  }

  /** The build writes into its tree, and the source is not ours. */
  private static void copy(Path from, Path to, Path log) throws IOException {
    for (String part : KernelSource.SELFTEST_PARTS) {
      Path target = to.resolve(part);
      Optional<Path> there = Enclosure.of(from).find(Path.of(part));
      if (there.isPresent()) {
        Files.createDirectories(to.resolve(part).getParent());
        Program.of("cp", "-a", there.get().toString(), target.toString()).run(log);
      }
    }
  }

  private static SelftestBundle bundle(String id, String folder, Path entry, Kernel kernel)
      throws IOException {
    List<String> scripts = SelftestList.read(Enclosure.of(entry), Path.of("")).of(folder);
    return new SelftestBundle(
        id,
        folder,
        entry.resolve(IMAGE),
        scripts,
        timeout(entry),
        missing(Enclosure.of(entry).text(Path.of(CONFIG)), kernel));
  }

  private static Duration timeout(Path entry) throws IOException {
    Path settings = entry.resolve(SETTINGS);
    Matcher matcher = TIMEOUT.matcher(Files.exists(settings) ? Files.readString(settings) : "");
    return matcher.find() ? Duration.ofSeconds(Long.parseLong(matcher.group(1))) : DEFAULT_TIMEOUT;
  }

  /** Options that a suite asks for and a kernel lacks; none where either tells nothing of them. */
  private static List<String> missing(Optional<String> wanted, Kernel kernel) throws IOException {
    return kernel.config().isEmpty() || wanted.isEmpty()
        ? List.of()
        : KernelConfig.parse(Files.readString(kernel.config().get()))
            .missing(KernelConfig.parse(wanted.get()));
  }
}
