// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ResultsFolderTest {
  @TempDir Path temp;
  private KernelTree tree;

  @BeforeEach
  void makeTree() throws IOException {
    tree = Trees.make(temp.resolve("linux"));
  }

  @Test
  void whatARunLeftIsKeptAndTheFolderGoes() throws IOException {
    Path folder = ResultsFolder.make(tree);
    Files.writeString(folder.resolve("summary.txt"), "x");
    Files.createDirectories(folder.resolve("lcov"));
    Files.writeString(folder.resolve("lcov/index.html"), "y");
    Path evidence = Files.createDirectory(temp.resolve("evidence"));

    ResultsFolder.keep(folder, evidence);
    ResultsFolder.remove(folder);

    assertThat(evidence.resolve("summary.txt")).hasContent("x");
    assertThat(evidence.resolve("lcov/index.html")).hasContent("y");
    assertThat(folder).doesNotExist();
  }

  @Test
  void aLinkOfAnotherUserIsNotFollowed() throws IOException {
    Path folder = ResultsFolder.make(tree);
    Path secret = Files.writeString(temp.resolve("secret"), "s");
    Files.createSymbolicLink(folder.resolve("link"), secret);
    Path evidence = Files.createDirectory(temp.resolve("evidence"));

    ResultsFolder.keep(folder, evidence);

    assertThat(evidence.resolve("link")).doesNotExist();
  }
}
