// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KernelTreeTest {
  @TempDir Path temp;

  @Test
  void aFolderWithoutAKernelIsRefused() {
    assertThatThrownBy(() -> KernelTree.at(temp, Optional.empty()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("is no kernel tree: it has no Makefile, no Kconfig");
    assertThatThrownBy(() -> KernelTree.at(temp.resolve("nowhere"), Optional.empty()))
        .hasMessageContaining("no such folder");
  }

  @Test
  void aKernelWithoutTheSelftestsIsRefusedAsTheImageDoes() throws IOException {
    Path folder = Trees.make(temp).root();
    Files.delete(folder.resolve("tools/testing/selftests/net/mptcp/config"));

    assertThatThrownBy(() -> KernelTree.at(folder, Optional.empty()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("SELFTESTS_DIR");
  }

  @Test
  void theGitFolderOfAWorkTreeIsOutside() throws IOException {
    KernelTree tree = Trees.make(temp.resolve("fix"));
    Path main = Files.createDirectories(temp.resolve("linux/.git"));
    Path own = Files.createDirectories(main.resolve("worktrees/fix"));
    Files.writeString(own.resolve("commondir"), "../..\n");
    Files.writeString(tree.root().resolve(".git"), "gitdir: " + own + "\n");

    assertThat(tree.outsideGitDirectory()).contains(main);
  }

  @Test
  void theGitFolderOfAPlainCloneIsInside() throws IOException {
    KernelTree tree = Trees.make(temp);
    Files.createDirectory(tree.root().resolve(".git"));

    assertThat(tree.outsideGitDirectory()).isEmpty();
  }
}
