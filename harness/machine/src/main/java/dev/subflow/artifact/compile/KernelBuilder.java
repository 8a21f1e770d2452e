// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.compile;

import dev.subflow.artifact.debian.SourcePackages;
import dev.subflow.artifact.kernel.KernelSource;
import dev.subflow.artifact.root.Toolbox;
import dev.subflow.cache.Cache;
import dev.subflow.cache.CacheKey;
import dev.subflow.cache.Enclosure;
import dev.subflow.cache.Folders;
import dev.subflow.cache.RelativePath;
import dev.subflow.failure.UsageException;
import dev.subflow.patch.KernelPatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Builds kernels in the toolbox: each content once, and of what changed only what depends on it.
 *
 * <p>Thread-safe, among processes too. Builds of several configurations of one source go on side by
 * side; those of one configuration, and of different trees of one source, wait for one another and
 * say so.
 */
public final class KernelBuilder {
  /** Part of the cache key; to be raised when what is below makes different kernels. */
  static final String VERSION = "3";

  /** Room that a checkout, two build folders and the compilers' objects take. */
  static final String ROOM = "6 GiB";

  /** The only folder whose lines are counted. */
  private static final String COVERED = "net/mptcp/Makefile";

  private static final Path RELEASE = Path.of("include/config/kernel.release");

  private static final int CONFIGURATION_CHARS = 12;
  private static final int ERRORS_SHOWN = 10;

  private final Cache cache;
  private final Path configs;
  private final Toolbox toolbox;
  private final SourcePackages packages;
  private final Consumer<String> progress;

  /**
   * Uses a cache and a toolbox; {@link dev.subflow.artifact.Artifacts} has one that is ready.
   *
   * @param configs folder of the fragments, {@code kernel-configs/}
   */
  public KernelBuilder(
      Cache cache,
      Path configs,
      Toolbox toolbox,
      SourcePackages packages,
      Consumer<String> progress) {
    this.cache = cache;
    this.configs = configs;
    this.toolbox = toolbox;
    this.packages = packages;
    this.progress = progress;
  }

  /** Plan of a build, down to the content. */
  private record Plan(Origin origin, Fragments fragments, String tree, CacheKey sourceKey) {
    String configuration() {
      return fragments.id().substring(0, CONFIGURATION_CHARS);
    }

    CacheKey key(Toolbox toolbox) {
      return CacheKey.of("kernel-build")
          .with("tree", tree)
          .with("configuration", fragments.names() + " " + fragments.id())
          .with("toolbox", toolbox.key().id())
          .with("builder", VERSION);
    }
  }

  /**
   * The kernel, from the cache if it was built before.
   *
   * @throws KernelBuildException when it does not compile
   * @throws dev.subflow.failure.UsageException for a source that is none, an unknown revision, a
   *     patch that does not apply, a configuration that can't be had
   * @throws dev.subflow.failure.InfrastructureException when disk or tools fail
   */
  public BuiltKernel build(BuildRequest request) {
    long begin = System.nanoTime();
    try {
      Fragments fragments = Fragments.read(configs, request.fragments(), request.extra());
      Origin origin = Origin.of(request.source(), packages);
      Plan plan = inArea(origin, area -> plan(area, origin, fragments, request));
      // First, as a kernel without its sources is of no use to modules.
      Path source = sourceOf(plan);
      Path folder = cache.get(plan.key(toolbox), entry -> inOut(plan, request, source, entry));
      BuildRecord record = BuildRecord.read(folder);
      Duration took = Duration.ofNanos(System.nanoTime() - begin);
      return new BuiltKernel(folder, record.release(), record.warnings(), took);
    } catch (IOException e) {
      throw cache.explain("Building " + request.source(), e);
    } finally {
      progress.accept("");
    }
  }

  /** Something done in a work area. */
  @FunctionalInterface
  private interface Work<T> {
    T in(WorkArea area) throws IOException;
  }

  private <T> T inArea(Origin origin, Work<T> work) throws IOException {
    try {
      return cache.locked(
          WorkArea.lockName(origin.area()),
          "Reading the source " + origin.area(),
          () ->
              unchecked(
                  origin,
                  area -> {
                    area.open(origin.objects());
                    return work.in(area);
                  }));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private <T> T unchecked(Origin origin, Work<T> work) {
    try {
      return work.in(new WorkArea(cache, origin.area()));
    } catch (IOException e) {
      if (cache.isFull(e)) {
        throw cache.outOfRoom("Building a kernel", "no space left on device", ROOM, e);
      }
      throw new UncheckedIOException(e);
    }
  }

  /** Builds in the folder of the configuration, from a checkout that others may build from too. */
  private Path inOut(Plan plan, BuildRequest request, Path source, Path entry) throws IOException {
    Origin origin = plan.origin();
    String what = "Building a kernel of " + origin.area() + " (" + plan.fragments().names() + ")";
    try {
      return cache.locked(
          WorkArea.outLock(origin.area(), plan.configuration()),
          what,
          () -> fromCheckout(plan, request, source, entry));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private Path fromCheckout(Plan plan, BuildRequest request, Path source, Path entry) {
    Origin origin = plan.origin();
    String lock = WorkArea.sourceLock(origin.area());
    while (true) {
      Optional<Path> built =
          cache.shared(
              lock,
              "Building from the source " + origin.area(),
              () ->
                  unchecked(
                      origin,
                      area ->
                          area.isCheckedOut(plan.tree())
                              ? Optional.of(build(area, plan, request, source, entry))
                              : Optional.empty()));
      if (built.isPresent()) {
        return built.get();
      }
      // Another may check out another tree before this one builds: then once more.
      var unused =
          cache.locked(
              WorkArea.checkoutLock(origin.area()),
              "Checking out another tree of " + origin.area(),
              () -> checkOutOnce(plan));
    }
  }

  /**
   * Whoever waited to check out the same tree finds it there, and builds from it at once: to wait
   * for the source would be to wait for the other's build.
   */
  private String checkOutOnce(Plan plan) {
    Origin origin = plan.origin();
    return unchecked(
        origin,
        area ->
            area.isCheckedOut(plan.tree())
                ? plan.tree()
                : cache.locked(
                    WorkArea.sourceLock(origin.area()),
                    "Checking out another tree of " + origin.area(),
                    () -> unchecked(origin, unused -> checkOut(plan))));
  }

  private String checkOut(Plan plan) throws IOException {
    return inArea(
        plan.origin(),
        area -> {
          progress.accept("checking out the kernel's sources");
          area.checkOut(plan.tree());
          return plan.tree();
        });
  }

  private Plan plan(WorkArea area, Origin origin, Fragments fragments, BuildRequest request)
      throws IOException {
    progress.accept("reading " + request.source());
    if (!area.note(Cache.BUILD_SOURCE).equals(Optional.of(described(request.source())))) {
      area.note(Cache.BUILD_SOURCE, described(request.source()));
    }
    String tree = area.apply(origin.tree(area), request.patches());
    if (fragments.wants("GCOV_KERNEL") && !fragments.wants("GCOV_PROFILE_ALL")) {
      tree = area.append(tree, COVERED, "GCOV_PROFILE := y");
    }
    CacheKey sources = CacheKey.of("kernel-source");
    for (String part : KernelSource.SELFTEST_PARTS) {
      sources = sources.with(part, area.part(tree, part).orElse("none"));
    }
    return new Plan(origin, fragments, tree, sources);
  }

  /** For people who wonder what takes the space. */
  private static String described(BuildRequest.Source source) {
    return source instanceof BuildRequest.Revision revision
        ? revision.dir().toString()
        : source.toString();
  }

  /** Source of modules and selftests; patches of .c files share it with their base. */
  private Path sourceOf(Plan plan) {
    return cache.get(
        plan.sourceKey(),
        entry ->
            inArea(
                plan.origin(),
                area -> {
                  area.export(plan.tree(), KernelSource.SELFTEST_PARTS, entry.resolve("tree"));
                  return entry;
                }));
  }

  private Path build(WorkArea area, Plan plan, BuildRequest request, Path source, Path entry)
      throws IOException {
    String configuration = plan.configuration();
    Path log = cache.logFile("kernel-build-" + plan.origin().area() + "-" + configuration);
    boolean isNew = !area.hasOut(configuration);
    Path out = area.out(configuration, plan.fragments().nameSet());
    toolbox.prepare();
    KernelMake make = new KernelMake(cache, toolbox, area, out, progress);
    try {
      configure(make, plan, log, isNew ? Optional.of(out) : Optional.empty());
      var unused = make.build(log);
    } catch (KernelBuildException e) {
      throw blamed(e, make, request);
    }
    progress.accept("keeping the kernel");
    Path link = cache.root().resolve("entries/kernel-build/x").relativize(source.resolve("tree"));
    KernelEntry.fill(entry, out, link, make, log);
    String release = release(out);
    new BuildRecord(
            request.source().toString(),
            plan.tree(),
            request.patches().stream().map(KernelPatch::name).toList(),
            plan.fragments().names(),
            release,
            KnownWarnings.of(out).all())
        .write(entry);
    return entry;
  }

  /** Release that the makefiles of a tree, which may be anybody's, chose. */
  static String release(Path out) throws IOException {
    String text =
        Enclosure.of(out)
            .text(RELEASE)
            .orElseThrow(() -> new IOException("make left no " + out.resolve(RELEASE)));
    return RelativePath.name(text.strip(), out.resolve(RELEASE) + ":1: the release");
  }

  private static void configure(KernelMake make, Plan plan, Path log, Optional<Path> fresh)
      throws IOException {
    try {
      make.configure(plan.fragments(), plan.tree(), log);
    } catch (UsageException e) {
      // Nobody will come back to a configuration that can't be had.
      fresh.ifPresent(Folders::discard);
      throw e;
    }
  }

  private static KernelBuildException blamed(
      KernelBuildException e, KernelMake make, BuildRequest request) throws IOException {
    if (e.errors().isEmpty()) {
      return e;
    }
    List<CompileError> errors = new ArrayList<>();
    for (CompileError error : e.errors()) {
      Optional<String> line = make.sourceLine(error.file(), error.line());
      errors.add(error.from(PatchBlame.of(error, line, request.patches())));
    }
    StringBuilder text = new StringBuilder(request.source() + " does not compile");
    if (!request.patches().isEmpty()) {
      text.append(" with its patches");
    }
    text.append(":");
    errors.stream().limit(ERRORS_SHOWN).forEach(error -> text.append("\n  ").append(error));
    if (errors.size() > ERRORS_SHOWN) {
      text.append("\n  and ").append(errors.size() - ERRORS_SHOWN).append(" more");
    }
    text.append("\nAll that the build said: ").append(e.log());
    return new KernelBuildException(text.toString(), errors, e.log());
  }
}
