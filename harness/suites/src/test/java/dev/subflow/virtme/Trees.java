// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What looks like a kernel tree. */
public final class Trees {
  private Trees() {}

  public static KernelTree make(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("scripts"));
    Files.createDirectories(folder.resolve("net"));
    Path selftests = folder.resolve("tools/testing/selftests/net/mptcp");
    Files.createDirectories(selftests);
    Files.writeString(folder.resolve("Makefile"), "VERSION = 7\n");
    Files.writeString(folder.resolve("Kconfig"), "");
    Files.writeString(folder.resolve("scripts/config"), "");
    Files.writeString(selftests.resolve("config"), "CONFIG_MPTCP=y\n");
    return KernelTree.at(folder, Optional.empty());
  }

  /** A repository of which a tree is a work tree. */
  static Path addRepository(KernelTree tree, Path repository) throws IOException {
    Path own = Files.createDirectories(repository.resolve("worktrees/fix"));
    Files.createDirectories(repository.resolve("objects"));
    Files.writeString(repository.resolve("HEAD"), "ref: refs/heads/main\n");
    Files.writeString(own.resolve("commondir"), "../..\n");
    Files.writeString(own.resolve("gitdir"), tree.root().resolve(".git") + "\n");
    Files.writeString(tree.root().resolve(".git"), "gitdir: " + own + "\n");
    return repository.toRealPath();
  }
}
