// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFileTest {
  @TempDir Path folder;

  @Test
  void fileIsRead() throws IOException {
    Files.writeString(folder.resolve("kmemleak.txt"), "unreferenced object\n");
    assertThat(ResultFile.read(folder, "kmemleak.txt")).contains("unreferenced object\n");
    assertThat(ResultFile.read(folder, "conclusion.txt")).isEmpty();
  }

  @Test
  void linkOutOfTheFolderIsNot() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "of this machine");
    Path results = Files.createDirectory(folder.resolve("results"));
    Files.createSymbolicLink(results.resolve("kmemleak.txt"), secret);
    assertThat(ResultFile.read(results, "kmemleak.txt")).isEmpty();
  }
}
