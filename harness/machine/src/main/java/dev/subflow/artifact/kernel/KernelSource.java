// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.kernel;

import dev.subflow.cache.Digests;
import dev.subflow.cache.Enclosure;
import dev.subflow.cache.Folders;
import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where the source of a kernel comes from: a tree of this machine, or Debian's package of it.
 *
 * @param tree an unpacked tree; never written to
 * @param version of Debian's package; empty for a tree, which anybody may change
 */
public record KernelSource(Path tree, String version) {
  /** Parts of the tree that selftests are built from. */
  public static final List<String> SELFTEST_PARTS =
      List.of("Kbuild", "Kconfig", "Makefile", "arch/x86", "include", "scripts", "tools", "usr");

  private static final Path SELFTESTS = Path.of("tools/testing/selftests");

  /** Headers that programs include, of user space and of the tree's tools. */
  private static final List<String> HEADERS =
      List.of("include/uapi", "arch/x86/include/uapi", "tools/include", "tools/arch/x86/include");

  /**
   * A tree that somebody checked out or built; for one that was built elsewhere, its source.
   *
   * @throws UsageException when it has no selftests
   */
  public static KernelSource ofTree(Path path) throws IOException {
    Path tree = KernelFolder.ofBuild(path).orElse(new KernelFolder(path)).sources();
    if (!Files.isRegularFile(tree.resolve(SELFTESTS).resolve("lib.mk"))) {
      throw new UsageException(
          "There are no selftests in "
              + tree
              + ": it has no "
              + SELFTESTS
              + ". Name a kernel tree with its sources.");
    }
    return new KernelSource(tree, "");
  }

  /** Tells the selftests of a folder from another tree's, as far as they depend on it. */
  public String id(String folder) throws IOException {
    if (isOfDebian()) {
      return "debian " + version;
    }
    StringBuilder id = new StringBuilder();
    for (String part : List.of(folder, "net/lib", "kselftest")) {
      id.append(Digests.ofTree(selftests(part))).append(' ');
    }
    for (String headers : HEADERS) {
      id.append(Digests.ofTree(tree.resolve(headers))).append(' ');
    }
    // Such as kselftest_harness.h, lib.mk and Makefile.
    Enclosure enclosure = Enclosure.of(tree);
    for (Path child : Folders.children(selftests(""))) {
      Optional<Path> file = enclosure.file(tree.relativize(child));
      if (file.isPresent()) {
        id.append(child.getFileName()).append(' ').append(Digests.of(file.get())).append(' ');
      }
    }
    for (String shared : List.of("net/lib.sh", "net/net_helper.sh")) {
      Optional<Path> file = enclosure.file(SELFTESTS.resolve(shared));
      id.append(file.isPresent() ? Digests.of(file.get()) : "none").append(' ');
    }
    return "tree " + Digests.of(id.toString());
  }

  /** The tree, where somebody gave it: then it may be anything. */
  public Optional<Path> given() {
    return isOfDebian() ? Optional.empty() : Optional.of(tree);
  }

  /**
   * Refuses what is no folder of selftests.
   *
   * @throws UsageException when it has none of that name
   */
  public void require(String folder) {
    if (!folder.matches("[a-z0-9_/-]+")
        || !Files.isRegularFile(selftests(folder).resolve("Makefile"))) {
      throw new UsageException(
          "There are no selftests \"" + folder + "\" in " + selftests("") + ".");
    }
  }

  /** Whether it is Debian's, and not somebody's tree. */
  boolean isOfDebian() {
    return !version.isEmpty();
  }

  /** The folder of a suite's tests, such as {@code net/mptcp}. */
  public Path selftests(String folder) {
    return tree.resolve(SELFTESTS).resolve(folder);
  }

  /** The name of Debian's source package for a version such as {@code 7.3.4-1~bpo13+1}. */
  public static String packageOf(String version) {
    String[] parts = version.split("[.~-]", 3);
    return String.format(
        Locale.ROOT, "linux-source-%s.%s", parts[0], parts.length > 1 ? parts[1] : "0");
  }
}
