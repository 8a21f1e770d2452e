// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.compile;

import dev.subflow.artifact.kernel.KernelFolder;
import dev.subflow.artifact.kernel.ModuleOrder;
import dev.subflow.cache.Enclosure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * Takes from a build folder what is worth keeping: what boots, what tells of a crash, and what
 * modules are built against.
 */
final class KernelEntry {
  static final String IMAGE = KernelFolder.IMAGE.toString();

  private static final List<String> FILES =
      List.of(
          ".config",
          IMAGE,
          "System.map",
          "Module.symvers",
          "modules.order",
          "modules.builtin",
          "modules.builtin.modinfo",
          "include/config/auto.conf",
          "include/config/kernel.release",
          "tools/objtool/objtool",
          "tools/bpf/resolve_btfids/resolve_btfids");
  private static final List<String> NEEDED = List.of(".config", IMAGE, "vmlinux");
  private static final List<String> FOLDERS =
      List.of("include/generated", "arch/x86/include/generated", "scripts");

  /** As a build folder has it, but wherever it lies. */
  private static final String MAKEFILE =
      """
      export KBUILD_OUTPUT := $(patsubst %/,%,$(dir $(abspath $(lastword $(MAKEFILE_LIST)))))
      include $(realpath $(KBUILD_OUTPUT)/source)/Makefile
      """;

  private KernelEntry() {}

  /**
   * Fills an entry.
   *
   * @param source what {@code source} shall lead to, as seen from the entry
   */
  static void fill(Path entry, Path out, Path source, KernelMake make, Path log)
      throws IOException {
    Enclosure enclosure = Enclosure.of(out);
    for (String file : NEEDED) {
      if (enclosure.file(Path.of(file)).isEmpty()) {
        throw new IOException("make said nothing, but there is no " + out.resolve(file));
      }
    }
    BootImage.requireWithin(out);
    copyFiles(out, entry);
    copyModules(out, entry);
    copyCoverageNotes(out, entry);
    // A third of the size; what reads debug information expands it.
    Path compressed = out.resolve(".subflow-vmlinux");
    Files.deleteIfExists(compressed);
    try {
      make.run(
          log,
          "objcopy",
          "--compress-debug-sections=zstd",
          "/usr/src/build/vmlinux",
          "/usr/src/build/.subflow-vmlinux");
      if (!Files.isRegularFile(compressed, LinkOption.NOFOLLOW_LINKS)) {
        throw new IOException("objcopy said nothing, but there is no " + compressed);
      }
      Files.move(compressed, entry.resolve("vmlinux"), StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(compressed);
    }
    Files.writeString(entry.resolve("Makefile"), MAKEFILE);
    Files.createSymbolicLink(entry.resolve("source"), source);
  }

  static void copyFiles(Path out, Path entry) throws IOException {
    Enclosure enclosure = Enclosure.of(out);
    for (String file : FILES) {
      copy(enclosure, entry, Path.of(file));
    }
    for (String folder : FOLDERS) {
      for (Path file : enclosure.regularFiles(Path.of(folder))) {
        if (!file.toString().matches(".*(\\.o|\\.a|\\.cmd|\\.d|\\.tmp)")) {
          copy(enclosure, entry, file);
        }
      }
    }
  }

  static void copyModules(Path out, Path entry) throws IOException {
    Enclosure enclosure = Enclosure.of(out);
    for (Path module : ModuleOrder.read(out)) {
      copy(enclosure, entry, module);
    }
  }

  private static void copyCoverageNotes(Path out, Path entry) throws IOException {
    Enclosure enclosure = Enclosure.of(out);
    for (Path file : enclosure.regularFiles(Path.of("net/mptcp"))) {
      if (file.toString().endsWith(".gcno")) {
        copy(enclosure, entry, file);
      }
    }
  }

  /** The entry is made here, and gets files alone. */
  private static void copy(Enclosure out, Path entry, Path file) throws IOException {
    Optional<Path> from = out.file(file);
    if (from.isPresent()) {
      Path target = entry.resolve(file);
      Files.createDirectories(Optional.ofNullable(target.getParent()).orElse(entry));
      Files.copy(
          from.get(), target, StandardCopyOption.REPLACE_EXISTING, LinkOption.NOFOLLOW_LINKS);
    }
  }
}
