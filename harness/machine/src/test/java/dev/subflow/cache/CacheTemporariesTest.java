// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CacheTemporariesTest {
  @TempDir Path temp;
  private Path elsewhere;

  @BeforeEach
  void makeFolderOnAnotherFileSystem() throws IOException {
    elsewhere = Files.createTempDirectory(Path.of("/dev/shm"), "subflow");
    assertThat(Files.getFileStore(elsewhere)).isNotEqualTo(Files.getFileStore(temp));
  }

  @AfterEach
  void deleteIt() {
    Folders.discard(elsewhere);
  }

  private Path entry() throws IOException {
    Path entry = Files.createDirectories(temp.resolve("entries/kind/id"));
    Files.createDirectory(entry.resolve("folder"));
    Files.writeString(entry.resolve("folder/file"), "content");
    Files.writeString(entry.resolve(CacheManifest.FILE), "{}");
    return entry;
  }

  private static CacheTemporaries in(Path folder) {
    return new CacheTemporaries(folder, name -> folder.resolve(name + ".lock"));
  }

  @Test
  void anEntryThatCanNotBeRenamedGoesAllTheSame() throws IOException {
    Path entry = entry();

    in(elsewhere).discard(entry);

    assertThat(entry).doesNotExist();
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void anEntryGoesWithAllInIt() throws IOException {
    Path entry = entry();

    in(temp.resolve("tmp")).discard(entry);

    assertThat(entry).doesNotExist();
    assertThat(temp.resolve("tmp")).isEmptyDirectory();
  }
}
