// SPDX-License-Identifier: Apache-2.0
package dev.subflow.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.vm.Acceleration;
import dev.subflow.vm.Accelerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an {@link AcceleratorProbe} has kept, and which QEMU a {@link QemuIdentity} tells. */
final class AcceleratorProbeTest {
  @TempDir private Path folder;

  private Path answer(String name, int second, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    return Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000L + second * 1000L));
  }

  @Test
  void theNewestAnswerCounts() throws IOException {
    answer("new", 3, "KVM\na probe guest booted under KVM\n");
    answer("old", 1, "TCG\n/dev/kvm does not exist\n");
    answer("newer.tmp", 9, "TCG\nhalf writ");

    assertThat(AcceleratorProbe.newest(folder))
        .contains(
            new Acceleration(
                Accelerator.KVM, "a probe guest booted under KVM (known from an earlier run)"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "KVM", "XEN\nreason\n", "kvm\nreason\n"})
  void anAnswerThatCanNotBeReadIsNone(String text) throws IOException {
    answer("broken", 1, text);

    assertThat(AcceleratorProbe.newest(folder)).isEmpty();
  }

  @Test
  void withoutAnswersThereIsNone() {
    assertThat(AcceleratorProbe.newest(folder)).isEmpty();
    assertThat(AcceleratorProbe.newest(folder.resolve("none"))).isEmpty();
  }

  @Test
  void aLinkToAQemuIsThatQemu() throws IOException {
    Path qemu = answer("qemu-9", 1, "nine");
    Path link = Files.createSymbolicLink(folder.resolve("qemu"), qemu);
    QemuIdentity identity = QemuIdentity.of(qemu);

    assertThat(QemuIdentity.of(link)).isEqualTo(identity);
    answer("qemu-9", 2, "nine");
    assertThat(QemuIdentity.of(link)).as("installed again").isNotEqualTo(identity);
    answer("qemu-9", 1, "nine and a half");
    assertThat(QemuIdentity.of(link)).as("of another size").isNotEqualTo(identity);
  }

  @Test
  void aQemuThatIsGoneCanNotBeLookedAt() {
    Path gone = folder.resolve("gone");

    assertThatThrownBy(() -> QemuIdentity.of(gone))
        .isInstanceOf(InfrastructureException.class)
        .hasMessage(gone + " can't be looked at");
  }
}
