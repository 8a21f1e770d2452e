// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import dev.subflow.artifact.kernel.KernelFolder;
import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A kernel tree that the image can work on.
 *
 * @param root its folder: absolute, without symbolic links
 */
record KernelTree(Path root) {
  private static final String SELFTESTS = "tools/testing/selftests/net/mptcp";

  /**
   * The tree in a folder.
   *
   * @param selftests folder of its selftests, absent for those of MPTCP
   * @throws UsageException if it is none, or lacks those selftests, without which the image refuses
   */
  public static KernelTree at(Path folder, Optional<String> selftests) {
    KernelFolder kernel = KernelFolder.of(folder);
    kernel.requireSources("scripts/config");
    Path root = kernel.path();
    String config = selftests.orElse(SELFTESTS) + "/config";
    if (!isFilled(root.resolve(config))) {
      throw new UsageException(
          "the kernel tree "
              + root
              + " has no "
              + config
              + ", without which the image refuses it; take a kernel with MPTCP, or name another"
              + " folder of selftests with --input SELFTESTS_DIR=...");
    }
    if (root.toString().contains(":")) {
      throw new UsageException("docker cannot mount " + root + ": its path has a colon");
    }
    return new KernelTree(root);
  }

  /** Where the image keeps what it builds and what its tests leave. */
  public Path workDirectory() {
    return root.resolve(".virtme");
  }

  /**
   * Git's own folder, where it is not inside the tree: the tree is one of several work trees.
   * Without it the image can't tell which revision it runs.
   */
  Optional<Path> outsideGitDirectory() {
    return WorkTree.repository(root).filter(git -> !git.startsWith(root));
  }

  /** The kernel of an earlier run, ready to start. */
  List<Path> builds() {
    List<Path> builds = new ArrayList<>();
    if (!Files.isDirectory(workDirectory())) {
      return builds;
    }
    try (Stream<Path> folders = Files.list(workDirectory())) {
      folders
          .filter(f -> f.getFileName().toString().startsWith("build"))
          .filter(f -> Files.exists(f.resolve("vmlinux")) || Files.exists(f.resolve("arch")))
          .sorted()
          .forEach(builds::add);
    } catch (IOException e) {
      throw new UsageException(workDirectory() + " cannot be read: " + e.getMessage(), e);
    }
    return builds;
  }

  private static boolean isFilled(Path file) {
    try {
      return Files.size(file) > 0;
    } catch (IOException e) {
      return false;
    }
  }
}
