// SPDX-License-Identifier: Apache-2.0
package dev.subflow.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.UsageException;
import dev.subflow.vm.QemuChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of QEMUs, and programs that are none. */
final class QemuChoiceTest {
  @TempDir Path temp;

  @Test
  void machineSuiteOrPath() {
    assertThat(QemuChoice.parse("machine").isMachine()).isTrue();
    assertThat(QemuChoice.parse("machine").isAuto()).isFalse();
    assertThat(QemuChoice.parse("auto").isAuto()).isTrue();
    assertThat(QemuChoice.parse("debian:trixie-backports").suite()).contains("trixie-backports");
    assertThat(QemuChoice.parse("/opt/qemu").path()).contains(Path.of("/opt/qemu"));
    assertThat(QemuChoice.parse("debian:sid").path()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "debian", "debian:", "debian:-x", "debian:Trixie", "qemu", "debian:a b"})
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> QemuChoice.parse(text))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "QEMU \""
                + text
                + "\" is neither auto nor machine, nor debian:SUITE, nor a path such as ./qemu");
  }

  private Path program(String says) throws IOException {
    Path program = Files.writeString(temp.resolve("qemu"), "#!/bin/sh\necho '" + says + "'\n");
    return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void aProgramThatIsNoneOrTooOldIsRefused() throws IOException {
    assertThatThrownBy(() -> QemuProgram.at(temp.resolve("nothing")))
        .isInstanceOf(UsageException.class)
        .hasMessage("there is no program " + temp.resolve("nothing") + " to run guests with");
    Path mute = program("hello");
    assertThatThrownBy(() -> QemuProgram.at(mute))
        .isInstanceOf(UsageException.class)
        .hasMessage(mute + " does not tell a version of QEMU, but 7.2 or newer is needed");
    Path old = program("QEMU emulator version 6.2.0");
    assertThatThrownBy(() -> QemuProgram.at(old))
        .isInstanceOf(UsageException.class)
        .hasMessage(old + " is QEMU 6.2.0, but 7.2 or newer is needed");
  }

  @Test
  void aProgramThatIsOneIsNamedWithItsPath() throws IOException {
    Path qemu = program("QEMU emulator version 10.0.2 (Debian 1:10.0.2)");

    assertThat(QemuProgram.at(qemu)).hasToString("QEMU 10.0.2 from " + qemu);
  }
}
