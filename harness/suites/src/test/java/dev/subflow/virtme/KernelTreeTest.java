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
  void theGitFolderOfAPlainCloneIsInside() throws IOException {
    KernelTree tree = Trees.make(temp);
    Files.createDirectory(tree.root().resolve(".git"));

    assertThat(tree.outsideGitDirectory()).isEmpty();
  }
}
