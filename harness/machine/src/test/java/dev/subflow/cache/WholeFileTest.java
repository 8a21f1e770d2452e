// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WholeFileTest {
  @TempDir Path folder;

  @Test
  void halfACharacterIsWrittenAsAQuestionMark() throws IOException {
    assertThat(WholeFile.write(folder.resolve("half"), "a\ud83d")).hasContent("a?");
  }

  @Test
  void aFileIsWrittenAndReplaced() throws IOException {
    Path file = folder.resolve("a.json");

    assertThat(WholeFile.write(file, "one")).isEqualTo(file).hasContent("one");
    assertThat(WholeFile.write(file, "ä")).hasContent("ä");
    assertThat(Folders.children(folder)).containsExactly(file);
  }

  @Test
  void whoHasTheOldFileOpenStillReadsIt() throws IOException {
    Path file = WholeFile.write(folder.resolve("a.json"), "one");

    try (var reader = Files.newBufferedReader(file)) {
      WholeFile.write(file, "two");
      assertThat(reader.readLine()).isEqualTo("one");
    }
  }

  @Test
  void nothingIsLeftOfAnAttemptThatFails() throws IOException {
    Path taken = folder.resolve("a.json");
    Files.createDirectories(taken.resolve("child"));

    assertThatThrownBy(() -> WholeFile.write(taken, "one")).isInstanceOf(IOException.class);
    assertThat(Folders.children(folder)).containsExactly(taken);
  }
}
