// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EnclosureTest {
  @TempDir private Path temp;
  private Path folder;
  private Path secret;
  private Enclosure enclosure;

  @BeforeEach
  void fill() throws IOException {
    temp = temp.toRealPath();
    folder = Files.createDirectories(temp.resolve("tree"));
    secret = Files.writeString(temp.resolve("secret"), "a secret");
    Files.createDirectories(folder.resolve("arch/x86"));
    Files.writeString(folder.resolve("arch/x86/file"), "ours");
    enclosure = Enclosure.of(folder);
  }

  @Test
  void linksWithinAreFollowed() throws IOException {
    Files.createSymbolicLink(folder.resolve("arch/x86_64"), Path.of("x86"));
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("arch/x86_64/file"));

    assertThat(enclosure.text(Path.of("link"))).contains("ours");
    assertThat(enclosure.file(Path.of("arch/x86_64/file")))
        .contains(folder.resolve("arch/x86/file"));
    assertThat(enclosure.regularFiles(Path.of("arch/x86_64")))
        .containsExactly(Path.of("arch/x86_64/file"));
  }

  @Test
  void aFolderThatIsNamedByALinkIsThatFolder() throws IOException {
    Path name = Files.createSymbolicLink(temp.resolve("name"), folder);

    assertThat(Enclosure.of(name).text(Path.of("arch/x86/file"))).contains("ours");
  }

  @Test
  void linksOutAreRefused() throws IOException {
    Files.createSymbolicLink(folder.resolve("file"), secret);
    Files.createSymbolicLink(folder.resolve("up"), Path.of(".."));

    for (String path : new String[] {"file", "up/secret", "up"}) {
      assertThatThrownBy(() -> enclosure.text(Path.of(path)))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining(folder.resolve(path) + " leads out of " + folder);
    }
    assertThatThrownBy(() -> enclosure.regularFiles(Path.of("up")))
        .isInstanceOf(UsageException.class);
    assertThatThrownBy(() -> enclosure.write(Path.of("up/new"), "x"))
        .isInstanceOf(UsageException.class);
    assertThat(temp.resolve("new")).doesNotExist();
  }

  @Test
  void pathsOutAreRefused() {
    assertThatThrownBy(() -> enclosure.find(Path.of("../secret")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("no path within");
    assertThatThrownBy(() -> enclosure.find(secret)).isInstanceOf(UsageException.class);
    assertThatThrownBy(() -> enclosure.write(Path.of("a/../../secret"), "x"))
        .isInstanceOf(UsageException.class);
    assertThat(secret).hasContent("a secret");
  }

  @Test
  void whatIsNotThereIsNothing() throws IOException {
    Files.createSymbolicLink(folder.resolve("dangling"), Path.of("nowhere"));

    assertThat(enclosure.find(Path.of("none/at/all"))).isEmpty();
    assertThat(enclosure.find(Path.of("arch/x86/file/below"))).isEmpty();
    assertThat(enclosure.find(Path.of("dangling"))).isEmpty();
    assertThat(enclosure.file(Path.of("arch"))).isEmpty();
    assertThat(enclosure.regularFiles(Path.of("none"))).isEmpty();
  }

  @Test
  void aCircleOfLinksIsBadInput() throws IOException {
    Files.createSymbolicLink(folder.resolve("circle"), Path.of("circle"));

    assertThatThrownBy(() -> enclosure.find(Path.of("circle"))).isInstanceOf(UsageException.class);
  }

  @Test
  void writingReplacesALink() throws IOException {
    Files.createSymbolicLink(folder.resolve("file"), secret);

    Path written = enclosure.write(Path.of("file"), "new");

    assertThat(secret).hasContent("a secret");
    assertThat(written).hasContent("new").isRegularFile();
    assertThat(Files.isSymbolicLink(written)).isFalse();
    assertThat(enclosure.ownText(Path.of("file"))).contains("new");
  }

  @Test
  void aFolderReplacesALinkAndLeavesItsTarget() throws IOException {
    Files.createSymbolicLink(folder.resolve("texts"), temp);

    assertThat(enclosure.emptyFolder(Path.of("texts"))).isEmptyDirectory();
    assertThat(secret).exists();
  }

  @Test
  void aLinkIsNoTextOfOurOwn() throws IOException {
    Files.createSymbolicLink(folder.resolve("file"), secret);

    assertThat(enclosure.ownText(Path.of("file"))).isEmpty();
  }

  @Test
  void aTextHasAnEnd() throws IOException {
    try (RandomAccessFile sparse = new RandomAccessFile(folder.resolve("config").toFile(), "rw")) {
      sparse.setLength(Enclosure.TEXT_BYTES + 1L);
    }

    assertThatThrownBy(() -> enclosure.text(Path.of("config")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("more than 64 MiB");
  }
}
