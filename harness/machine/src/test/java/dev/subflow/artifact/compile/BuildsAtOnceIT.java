// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.subflow.artifact.Artifacts;
import dev.subflow.artifact.debian.DebianArchive;
import dev.subflow.artifact.debian.DebianMirror;
import dev.subflow.artifact.debian.SourcePackages;
import dev.subflow.artifact.kernel.SampleKernel;
import dev.subflow.artifact.root.Toolbox;
import dev.subflow.cache.Cache;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds of one source at once, in the real toolbox, of a tree whose makefile only waits. */
final class BuildsAtOnceIT {
  private static final Duration SOON = Duration.ofMinutes(10);

  /** The compilers' cache is what builds share, so they meet there. */
  private static final String MAKEFILE =
      """
      VERSION = 7
      PATCHLEVEL = 3
      SUBLEVEL = 0
      EXTRAVERSION =

      allnoconfig:
      	cp $(KCONFIG_ALLCONFIG) $(O)/.config

      all:
      	@: >/ccache/began-$$(md5sum <$(O)/.config | cut -c1-8); n=0; \\
      	until %s; do n=$$((n + 1)); [ $$n -lt 3000 ] || exit 1; sleep 0.1; done
      	@mkdir -p $(O)/arch/x86/boot/compressed $(O)/include/config
      	@cp image $(O)/arch/x86/boot/bzImage
      	@cp payload $(O)/arch/x86/boot/compressed/vmlinux.bin.gz
      	@echo 7.3.0-subflow >$(O)/include/config/kernel.release
      	@echo 'int kernel;' | gcc -x c -c -o $(O)/vmlinux -
      """;

  private static final String BOTH_BEGAN = "[ $$(ls /ccache/began-* | wc -l) -ge 2 ]";
  private static final String TOLD = "[ -e /ccache/go ]";

  private final ExecutorService threads = Executors.newFixedThreadPool(2);

  @TempDir private Path folder;
  private Path tree;
  private Path root;
  private Toolbox toolbox;

  /** What a builder said. */
  private record Builder(KernelBuilder builder, List<String> said) {}

  @BeforeEach
  void aTree() throws IOException {
    Path home = Path.of("../..").toAbsolutePath().normalize();
    toolbox = new Artifacts(home, Cache.ofUser(), said -> {}).toolbox();
    root = folder.resolve("a cache");
    tree = folder.resolve("linux");
    Files.createDirectories(tree.resolve("scripts/kconfig"));
    Files.createDirectories(tree.resolve("net"));
    Files.writeString(tree.resolve("net/x.c"), "int x;\n");
    Files.writeString(
        tree.resolve("Kconfig"), "config ONE\n\tbool \"one\"\n\nconfig TWO\n\tbool \"two\"\n");
    Files.writeString(
        tree.resolve("scripts/kconfig/merge_config.sh"),
        "shift 4; cat \"$@\" >/usr/src/build/.config\n");
    byte[] payload = squeezed();
    Files.write(tree.resolve("payload"), payload);
    Files.write(tree.resolve("image"), SampleKernel.bzImage("7.3.0-subflow", payload));
    Files.writeString(folder.resolve("one.config"), "CONFIG_ONE=y\n");
    Files.writeString(folder.resolve("two.config"), "CONFIG_TWO=y\n");
  }

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  private static byte[] squeezed() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(new byte[1000]);
    }
    return bytes.toByteArray();
  }

  private void makefile(String until) throws IOException {
    Files.writeString(tree.resolve("Makefile"), MAKEFILE.replace("%s", until));
  }

  private Builder builder() {
    List<String> said = new CopyOnWriteArrayList<>();
    Cache cache = new Cache(root, said::add);
    DebianArchive archive =
        new DebianArchive(cache, DebianMirror.ofMachine(), Clock.systemUTC(), said::add);
    SourcePackages packages = new SourcePackages(cache, archive, said::add);
    return new Builder(new KernelBuilder(cache, folder, toolbox, packages, said::add), said);
  }

  private CompletableFuture<BuiltKernel> build(Builder by, String fragment) {
    BuildRequest request =
        new BuildRequest(
            new BuildRequest.Tree(tree),
            List.of(),
            List.of(folder.resolve(fragment).toString()),
            List.of());
    return CompletableFuture.supplyAsync(() -> by.builder().build(request), threads);
  }

  private static BuiltKernel result(CompletableFuture<BuiltKernel> build) throws Exception {
    return build.get(SOON.toSeconds(), TimeUnit.SECONDS);
  }

  @Test
  void configurationsOfOneTreeAreBuiltSideBySide() throws Exception {
    makefile(BOTH_BEGAN);

    CompletableFuture<BuiltKernel> one = build(builder(), "one.config");
    CompletableFuture<BuiltKernel> two = build(builder(), "two.config");

    assertThat(result(one).folder().resolve(".config")).hasContent("CONFIG_ONE=y");
    assertThat(result(two).folder().resolve(".config")).hasContent("CONFIG_TWO=y");
  }

  /** A build of the first configuration that has begun to compile, and ends when it is told. */
  private CompletableFuture<BuiltKernel> buildThatWaitsForItsWord() throws Exception {
    makefile(TOLD);
    Builder first = builder();
    CompletableFuture<BuiltKernel> one = build(first, "one.config");
    await("the first compiles")
        .atMost(SOON)
        .until(() -> one.isDone() || first.said().contains("compiling the kernel"));
    return one;
  }

  private static void awaitWord(Builder builder, String pattern) {
    await("the second waits")
        .atMost(SOON)
        .until(() -> builder.said().stream().anyMatch(line -> line.matches(pattern)));
  }

  @Test
  void whoWaitsForOtherContentOfTheTreeSaysForWhom() throws Exception {
    CompletableFuture<BuiltKernel> one = buildThatWaitsForItsWord();
    makefile("true");
    Builder second = builder();

    CompletableFuture<BuiltKernel> two = build(second, "two.config");

    awaitWord(
        second,
        "waiting for another part of this run, at work since \\d\\d:\\d\\d:\\d\\d: checking out"
            + " another tree of linux-.*");
    assertThat(two).isNotDone();
    Files.writeString(root.resolve("builds/ccache/go"), "");
    assertThat(result(one).release()).isEqualTo("7.3.0-subflow");
    assertThat(result(two).folder().resolve(".config")).hasContent("CONFIG_TWO=y");
  }

  @Test
  void buildsOfOneConfigurationWait() throws Exception {
    CompletableFuture<BuiltKernel> one = buildThatWaitsForItsWord();
    makefile("true");
    Builder second = builder();

    CompletableFuture<BuiltKernel> other = build(second, "one.config");

    awaitWord(second, ".*building a kernel of linux-.*");
    Files.writeString(root.resolve("builds/ccache/go"), "");
    assertThat(result(other).folder()).isNotEqualTo(result(one).folder());
  }
}
