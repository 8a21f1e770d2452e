// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.UsageException;
import dev.subflow.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WorkTreeTest {
  @TempDir private Path temp;
  private KernelTree tree;
  private Path file;

  @BeforeEach
  void makeTree() throws IOException {
    temp = temp.toRealPath();
    tree = Trees.make(temp.resolve("fix"));
    file = tree.root().resolve(".git");
  }

  @ParameterizedTest
  @ValueSource(strings = {"linux/.git", "linux.git", ".bare", "all/.git/modules/linux"})
  void theRepositoryOfAWorkTreeIsOutside(String name) throws IOException {
    Path repository = Trees.addRepository(tree, temp.resolve(name));

    assertThat(tree.outsideGitDirectory()).contains(repository);
  }

  @Test
  void gitItselfMakesSuchAWorkTree() throws IOException {
    Path main = Files.createDirectory(temp.resolve("main"));
    Program.of("git", "init", "-q").in(main).output();
    Program.of(
            "git",
            "-c",
            "user.name=a",
            "-c",
            "user.email=a@b",
            "commit",
            "-q",
            "-m",
            "x",
            "--allow-empty")
        .in(main)
        .output();
    Program.of("git", "worktree", "add", "-q", temp.resolve("other").toString()).in(main).output();
    KernelTree other = Trees.make(temp.resolve("other"));

    assertThat(other.outsideGitDirectory()).contains(main.resolve(".git"));
  }

  @Test
  void pathsMayBeRelative() throws IOException {
    Path repository = Trees.addRepository(tree, temp.resolve("linux/.git"));
    Files.writeString(file, "gitdir: ../linux/.git/worktrees/fix\n");
    Files.writeString(repository.resolve("worktrees/fix/gitdir"), "../../../../fix/.git\n");

    assertThat(tree.outsideGitDirectory()).contains(repository);
  }

  /** Whatever is there, such as a home, would be shown to the container. */
  @Test
  void anyFolderIsNotShown() throws IOException {
    Path home = Files.createDirectories(temp.resolve("home/.ssh")).getParent();
    Files.writeString(file, "gitdir: " + home + "\n");

    assertThat(tree.outsideGitDirectory()).isEmpty();
  }

  @Test
  void theRepositoryOfAnotherTreeIsNotShown() throws IOException {
    KernelTree other = Trees.make(temp.resolve("other"));
    Path repository = Trees.addRepository(other, temp.resolve("linux/.git"));
    Files.writeString(file, "gitdir: " + repository.resolve("worktrees/fix") + "\n");

    assertThat(tree.outsideGitDirectory()).isEmpty();
    assertThat(other.outsideGitDirectory()).contains(repository);
  }

  /** The tree brings a repository, which says that it has the rest elsewhere. */
  @Test
  void theRestOfARepositoryIsNotElsewhere() throws IOException {
    Path home = Files.createDirectories(temp.resolve("home"));
    Path repository = Trees.addRepository(tree, tree.root().resolve("fake/.git"));
    assertThat(tree.outsideGitDirectory()).isEmpty();

    Files.writeString(repository.resolve("worktrees/fix/commondir"), home + "\n");
    assertThat(tree.outsideGitDirectory()).isEmpty();
  }

  /** An archive that is unpacked in a home may have parts of a repository beside the tree. */
  @Test
  void aFolderWithPartsOfARepositoryIsNone() throws IOException {
    Path home = Files.createDirectories(temp.resolve("home"));
    var unused = Trees.addRepository(tree, home);

    assertThat(tree.outsideGitDirectory()).isEmpty();
  }

  @Test
  void aRepositoryOfAnotherUserIsNotShown() throws IOException {
    Path repository = Trees.addRepository(tree, temp.resolve("linux/.git"));
    try {
      Files.setAttribute(repository, "unix:uid", 12345);
    } catch (IOException e) {
      Assumptions.abort("this user can't give files away: " + e.getMessage());
    }

    assertThat(tree.outsideGitDirectory()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "gitdir:", "gitdir: /nowhere", "gitdir: \0", "gitdir: /"})
  void nonsenseIsLeftOut(String text) throws IOException {
    Files.writeString(file, text);

    assertThat(tree.outsideGitDirectory()).isEmpty();
  }

  @Test
  void resultsAreNotWrittenThroughALink() throws IOException {
    Path home = Files.createDirectory(temp.resolve("home"));
    Files.createSymbolicLink(tree.root().resolve(".virtme"), home);

    assertThatThrownBy(() -> ResultsFolder.make(tree))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(".virtme is a link, to " + home);
    assertThat(home).isEmptyDirectory();
  }
}
