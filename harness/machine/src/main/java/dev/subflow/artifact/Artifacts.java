// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact;

import dev.subflow.artifact.compile.KernelBuilder;
import dev.subflow.artifact.debian.DebianArchive;
import dev.subflow.artifact.debian.DebianHeaders;
import dev.subflow.artifact.debian.DebianKernels;
import dev.subflow.artifact.debian.DebianMirror;
import dev.subflow.artifact.debian.DebianSource;
import dev.subflow.artifact.debian.SourcePackages;
import dev.subflow.artifact.image.Erofs;
import dev.subflow.artifact.kernel.Kernel;
import dev.subflow.artifact.kernel.KernelSource;
import dev.subflow.artifact.kernel.KnownKernel;
import dev.subflow.artifact.root.DebianTree;
import dev.subflow.artifact.root.RootImage;
import dev.subflow.artifact.root.RootImages;
import dev.subflow.artifact.root.Toolbox;
import dev.subflow.cache.Cache;
import dev.subflow.cache.CacheKey;
import dev.subflow.cache.Folders;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.process.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Everything guests are made of, by name: fetched or built when first asked for, from the cache
 * ever after. Thread-safe; equal requests wait for one another, also among processes.
 *
 * <p>Bad names and unusable input are {@link dev.subflow.failure.UsageException}s; what network,
 * disk or tools refuse are {@link dev.subflow.failure.InfrastructureException}s.
 */
public final class Artifacts {
  /** Not a folder of {@code images/} itself: those are what guests boot from. */
  private static final String QEMU = "qemu/base";

  private final Cache cache;
  private final Path home;
  private final Consumer<String> progress;
  private final DebianKernels debian;
  private final Kernels kernels;
  private final RootImages rootImages;
  private final Toolbox toolbox;
  private final DebianTree trees;
  private final MadeInToolbox made;
  private final SelftestBundles selftests;
  private final KernelBuilder kernelBuilder;
  private final OtherSuites otherSuites;
  private final Compiler compiler = new Compiler();
  private final TimeStampCounter timeStampCounter;

  /**
   * Uses a checkout and a cache.
   *
   * @param home folder of the checkout, which holds {@code images/}
   * @param progress told in a few words what takes long, such as {@code building root image guest}
   */
  public Artifacts(Path home, Cache cache, Consumer<String> progress) {
    this.home = home.toAbsolutePath().normalize();
    this.cache = cache;
    this.progress = progress;
    DebianMirror mirrors = DebianMirror.ofMachine();
    DebianArchive archive = new DebianArchive(cache, mirrors, Clock.systemUTC(), progress);
    MadeProgram agent =
        new MadeProgram(cache, "agent", this.home.resolve("images/guest/agent"), compiler);
    this.timeStampCounter = new TimeStampCounter(agent);
    this.debian = new DebianKernels(cache, archive, progress);
    Path images = this.home.resolve("images");
    this.rootImages = new RootImages(cache, images, mirrors, progress);
    this.toolbox = new Toolbox(cache, images, mirrors, progress);
    this.trees = new DebianTree(cache, images, mirrors, progress);
    SourcePackages packages = new SourcePackages(cache, archive, progress);
    this.kernelBuilder =
        new KernelBuilder(cache, this.home.resolve("kernel-configs"), toolbox, packages, progress);
    this.kernels = new Kernels(cache, debian, agent, kernelBuilder, progress);
    DebianHeaders headers = new DebianHeaders(cache, archive, progress);
    this.made = new MadeInToolbox(cache, images, toolbox, debian, headers, progress);
    DebianSource source = new DebianSource(cache, packages);
    this.selftests = new SelftestBundles(cache, toolbox, debian, source, progress);
    this.otherSuites = new OtherSuites(cache, images, toolbox, progress);
  }

  public Cache cache() {
    return cache;
  }

  /**
   * A kernel that is ready to boot.
   *
   * @param name {@code debian:stable}, {@code debian:backports}, {@code debian:testing}, {@code
   *     debian:sid}, {@code debian:6.12} (any prefix of a version), the path of a bzImage or a
   *     built kernel tree, or {@code tree:DIR@REV}, which is built first
   */
  public Kernel kernel(String name) {
    return kernels.get(name);
  }

  /**
   * Refuses names that can mean nothing, as far as that is known without a network; fetches and
   * builds nothing.
   *
   * @throws dev.subflow.failure.UsageException for an image without a recipe, or a kernel that is
   *     neither the name of one, nor a tree, nor a path that there is
   */
  public void requireNames(List<String> kernelNames, String image) {
    rootImages.require(image);
    kernelNames.forEach(Kernels::requireName);
  }

  /** Every prebuilt kernel that can be asked for today; fetches package lists if they are old. */
  public List<KnownKernel> knownKernels() {
    return debian.known();
  }

  /** A root image by the name of its recipe, such as {@code guest}. */
  public RootImage rootImage(String name) {
    return rootImages.get(name);
  }

  /** Whether the cache has a root image, so that nothing need be there which builds one. */
  public boolean hasRootImage(String name) {
    return rootImages.has(name);
  }

  /** Names of the recipes under {@code images/}. */
  public List<String> rootImageNames() {
    return rootImages.names();
  }

  /** Where code for guests is compiled; it is built when the first command runs in it. */
  public Toolbox toolbox() {
    return toolbox;
  }

  /**
   * An unpacked Debian, as the recipe in a folder of {@code images/} has it; its files belong to
   * this user.
   */
  public Path debianTree(String folder) {
    return trees.get(folder, Optional.empty());
  }

  /**
   * An unpacked Debian with the QEMU of a suite, which runs from there.
   *
   * @param suite such as {@code trixie}
   */
  public Path qemu(String suite) {
    return trees.get(QEMU, Optional.of(suite));
  }

  /** Whether the cache has it, so that nothing need be there which unpacks one. */
  public boolean hasQemu(String suite) {
    return trees.has(QEMU, Optional.of(suite));
  }

  /**
   * The lines of a trace with file and line where it has functions.
   *
   * @return empty for a kernel without a vmlinux, as those of packages are, or when it fails
   */
  public Optional<String> decode(Kernel kernel, List<String> trace) {
    return new StackDecoder(toolbox).decode(kernel, trace);
  }

  /** Speed of the machine's time stamp counter in kHz, where it has one that never changes. */
  public OptionalInt timeStampKhz() {
    return timeStampCounter.khz();
  }

  /** Builder of kernels from source. */
  public KernelBuilder kernelBuilder() {
    return kernelBuilder;
  }

  /**
   * Files for a guest, compiled in the toolbox from {@code images/NAME}; kernel modules among them
   * are for that kernel.
   */
  public Path made(String name, Kernel kernel) {
    return made.get(name, kernel);
  }

  /**
   * The selftests of a folder such as {@code net/mptcp}.
   *
   * @param tree where they are taken from; absent for the kernel's own source
   */
  public SelftestBundle selftests(String folder, Kernel kernel, Optional<Path> tree) {
    return selftests.get(folder, kernel, tree);
  }

  /** Options that selftests ask for and a kernel lacks: known before anything is compiled. */
  public List<String> missingOptions(String folder, Kernel kernel, Optional<Path> tree) {
    return selftests.missingOptions(folder, kernel, tree);
  }

  /**
   * Refuses a tree without those selftests; looks at nothing else.
   *
   * @throws dev.subflow.failure.UsageException that says what is missing where
   */
  public static void requireSelftests(Path tree, String folder) {
    try {
      KernelSource.ofTree(tree.toAbsolutePath().normalize()).require(folder);
    } catch (IOException e) {
      throw new InfrastructureException(tree + " can't be read: " + e.getMessage(), e);
    }
  }

  /**
   * Refuses a folder that is no packetdrill with tests of MPTCP; looks at nothing else.
   *
   * @throws dev.subflow.failure.UsageException that says what is missing where
   */
  public static void requirePacketdrill(Path checkout) {
    OtherSuites.requirePacketdrill(checkout.toAbsolutePath().normalize());
  }

  /** KUnit's tests of MPTCP, as a suite of selftests. */
  public SelftestBundle kunit() {
    return otherSuites.kunit();
  }

  /**
   * Packetdrill's tests of MPTCP, as a suite of selftests.
   *
   * @param tolerance by how much to multiply the tests' tolerance of time
   */
  public SelftestBundle packetdrill(Path checkout, int tolerance) {
    return otherSuites.packetdrill(checkout.toAbsolutePath().normalize(), tolerance);
  }

  /** The erofs image with the guest-side programs in its {@code bin/}. */
  public Path programs() {
    MadeProgram demos = new MadeProgram(cache, "demos", home.resolve("images/demos"), compiler);
    CacheKey made = demos.key();
    CacheKey key = CacheKey.of("programs").with("demos", made.id());
    return cache
        .get(key, folder -> packPrograms(demos.folder(made), folder))
        .resolve("programs.erofs");
  }

  private void packPrograms(Path programs, Path folder) throws IOException {
    progress.accept("packing the guest programs");
    Path log = cache.logFile("programs");
    Path image = folder.resolve("programs.erofs");
    Path content = java.nio.file.Files.createTempDirectory(folder, "content");
    try {
      Program.of("cp", "-R", programs.resolve("bin").toString(), content.toString()).run(log);
      Erofs.pack(image, content, log);
    } finally {
      Folders.discard(content);
    }
  }
}
