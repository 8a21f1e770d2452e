// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HookFilesTest {
  @TempDir Path temp;
  private KernelTree tree;

  @BeforeEach
  void makeTree() throws IOException {
    tree = Trees.make(temp);
  }

  private Path file(String name) {
    return tree.root().resolve(name);
  }

  @Test
  void hooksAreThereForTheTimeOfTheRun() throws IOException {
    Hooks hooks =
        Hooks.selftests(List.of("diag.sh", "mptcp_join.sh -f")).with(Hooks.Place.PREPARED, "true");

    try (HookFiles files = HookFiles.write(tree, hooks, Owner.self())) {
      assertThat(files.files()).hasSize(2);
      assertThat(file(".virtme-exec-run"))
          .content()
          .endsWith("\nrun_selftest_one ./diag.sh\nrun_selftest_one ./mptcp_join.sh -f\n");
      assertThat(file(".virtme-prepare-post")).content().endsWith("\ntrue\n");
    }

    assertThat(file(".virtme-exec-run")).doesNotExist();
    assertThat(file(".virtme-prepare-post")).doesNotExist();
  }

  @Test
  void filesOfTheUserAreNeverTouched() throws IOException {
    Files.writeString(file(".virtme-exec-run"), "mine");
    Hooks hooks = Hooks.selftests(List.of("diag.sh")).with(Hooks.Place.BEFORE_TESTS, "true");

    assertThatThrownBy(() -> HookFiles.write(tree, hooks, Owner.self()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(".virtme-exec-run already");

    assertThat(file(".virtme-exec-run")).hasContent("mine");
    assertThat(file(".virtme-exec-pre")).doesNotExist();
  }

  @Test
  void aLinkThatLeadsNowhereIsTheUsersToo() throws IOException {
    Files.createSymbolicLink(file(".virtme-exec-run"), Path.of("later.sh"));

    assertThatThrownBy(() -> HookFiles.write(tree, Hooks.selftests(List.of("a.sh")), Owner.self()))
        .isInstanceOf(UsageException.class);
  }

  @Test
  void whatAKilledRunLeftIsReplaced() throws IOException, InterruptedException {
    Hooks hooks = Hooks.selftests(List.of("diag.sh"));
    HookFiles.write(tree, hooks, gone());

    try (HookFiles files = HookFiles.write(tree, hooks, Owner.self())) {
      assertThat(files.files()).hasSize(1);
    }
    assertThat(file(".virtme-exec-run")).doesNotExist();
  }

  @Test
  void whatAnotherRunUsesStays() {
    Hooks hooks = Hooks.selftests(List.of("diag.sh"));
    try (HookFiles files = HookFiles.write(tree, hooks, Owner.self())) {
      assertThatThrownBy(() -> HookFiles.write(tree, hooks, Owner.self()))
          .isInstanceOf(UsageException.class);
      assertThat(files.files().get(0)).exists();
    }
  }

  private static Owner gone() throws IOException, InterruptedException {
    Process process = new ProcessBuilder("true").start();
    Owner self = Owner.self();
    process.waitFor();
    return new Owner(self.place(), process.pid(), self.start());
  }
}
