// SPDX-License-Identifier: Apache-2.0
package dev.subflow.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.subflow.process.SessionDirectories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class QemuUserTest {
  @TempDir private Path temp;

  @Test
  void aDeviceForAllTakesNoGroup() {
    assertThat(QemuUser.isRootsAlone(0666, 108)).isFalse();
    assertThat(QemuUser.group(0666, 108)).isEmpty();
  }

  @Test
  void aDeviceOfAGroupTakesThatGroup() {
    assertThat(QemuUser.isRootsAlone(0660, 108)).isFalse();
    assertThat(QemuUser.group(0660, 108)).hasValue(108);
  }

  @Test
  void theGroupOfRootIsNotGivenAway() {
    assertThat(QemuUser.isRootsAlone(0660, 0)).isTrue();
    assertThat(QemuUser.isRootsAlone(0600, 108)).isTrue();
    assertThat(QemuUser.isRootsAlone(0640, 108)).isTrue();
  }

  @Test
  void whoIsNotRootStaysWhoTheyAre() {
    assumeThat(SessionDirectories.uid()).as("a user that is not root").isNotZero();
    assertThat(QemuUser.of(Path.of("/bin/true"), true)).isEqualTo(QemuUser.CALLER);
  }

  @Test
  void aQemuInRootsHomeRunsAsRootAndSaysWhy() throws IOException {
    assumeThat(SessionDirectories.uid()).as("root").isZero();
    ToolBox box = new ToolBox(temp);
    box.add("qemu-system-x86_64", "echo QEMU emulator version 9.0.0");
    Tools tools = new Tools(box.environment(), true, Path.of("/"));
    Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwx------"));

    Path qemu = tools.find(Tool.QEMU).path();
    QemuUser user = QemuUser.of(qemu, false);

    assertThat(user.outsider()).isEmpty();
    assertThat(user.hindrance()).isPresent();
    Check check = QemuUser.check(tools, qemu);
    assertThat(check.status()).isEqualTo(Check.Status.LIMITED);
    assertThat(check.detail()).startsWith("guests run as root: ");
    assertThat(check.blocks()).isFalse();
  }
}
