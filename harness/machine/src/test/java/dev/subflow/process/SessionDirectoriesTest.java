// SPDX-License-Identifier: Apache-2.0
package dev.subflow.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.InfrastructureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SessionDirectoriesTest {
  @TempDir private Path temp;

  @Test
  void madeForThisUserOnly() throws IOException {
    Path base = temp.resolve("subflow");
    Path session = SessionDirectories.at(base).create(1);

    assertThat(permissions(base)).isEqualTo("rwx------");
    assertThat(permissions(session)).isEqualTo("rwx------");
  }

  @Test
  void refusesASymbolicLinkThatSomeonePlanted() throws IOException {
    Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
    Path link = Files.createSymbolicLink(temp.resolve("subflow"), elsewhere);

    assertThatThrownBy(() -> SessionDirectories.at(link))
        .isInstanceOf(InfrastructureException.class)
        .hasMessage(
            link
                + " is not safe for sockets: it is a symbolic link or a file; remove it and try"
                + " again");
  }

  @Test
  void refusesADirectoryThatOthersMayEnter() throws IOException {
    Path open = Files.createDirectory(temp.resolve("subflow"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-x---"));

    assertThatThrownBy(() -> SessionDirectories.at(open)).hasMessageContaining("mode 750");
  }

  @Test
  void takesTheRuntimeDirectoryOnlyIfItIsShortAndPrivate() throws IOException {
    Path runtime = Files.createTempDirectory(Path.of("/tmp"), "r");
    try {
      assertThat(base(runtime)).isEqualTo(runtime.resolve("subflow"));

      Files.setPosixFilePermissions(runtime, PosixFilePermissions.fromString("rwxrwxrwx"));
      assertThat(base(runtime)).isEqualTo(fallback());
      assertThat(base(temp.resolve("a".repeat(40)))).isEqualTo(fallback());
      assertThat(base(Path.of("relative"))).isEqualTo(fallback());
    } finally {
      Files.deleteIfExists(runtime.resolve("subflow"));
      Files.delete(runtime);
    }
  }

  @Test
  void leavesRoomForSocketNames() {
    Path session = SessionDirectories.find(Map.of()).create(12345);
    try {
      assertThat(session.toString().length()).isLessThan(60);
    } finally {
      Session.sweep(session);
    }
    assertThat(session).doesNotExist();
  }

  private static Path base(Path runtime) {
    return SessionDirectories.find(Map.of("XDG_RUNTIME_DIR", runtime.toString())).base();
  }

  private static Path fallback() {
    return Path.of("/tmp/subflow-" + SessionDirectories.uid());
  }

  private static String permissions(Path directory) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory));
  }
}
