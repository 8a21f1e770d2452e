// SPDX-License-Identifier: Apache-2.0
package dev.subflow.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.process.Outsider;
import dev.subflow.process.SessionDirectories;
import dev.subflow.topology.Topology;
import dev.subflow.vm.QemuChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A QEMU out of Debian's archive runs guests with several processors, without being installed. */
@Timeout(600)
final class DebianQemuIT {
  private static final Topology TOPOLOGY = Topology.builder("one").host("client", h -> {}).build();

  @TempDir Path evidence;

  @Test
  void runsACopyOfATemplate() throws IOException {
    LabSettings like = TestLabs.settings(LabSettings.defaultCache());
    LabSettings settings =
        new LabSettings(
            like.home(),
            like.cache(),
            like.kernel(),
            like.image(),
            like.accelerator(),
            QemuChoice.parse("debian:trixie"),
            OptionalInt.of(2),
            true);
    try (LabEnvironment environment = LabEnvironment.open(settings);
        Lab lab = environment.start(TOPOLOGY, evidence, r -> {})) {
      assertThat(environment.acceleratorName())
          .contains(" of QEMU 1", " from debian:trixie, 2 processors");
      assertThat(evidence.resolve("qemu-client.args"))
          .content()
          .contains("-incoming")
          .doesNotContain("thread=single");
      assertThat(lab.guest("client").succeed("nproc").stdout().strip()).isEqualTo("2");
      // Newer ones would rather open the state of a template themselves, which outsiders cannot.
      assertThat(Files.readAllLines(evidence.resolve("qemu-client.log")))
          .allMatch(line -> line.startsWith("warning: fd: migration to a file is deprecated"));
      if (SessionDirectories.uid() == 0) {
        long pid = lab.guest("client").pid();
        assertThat(Files.readAllLines(Path.of("/proc/" + pid + "/status")))
            .as("the user that QEMU runs as")
            .anyMatch(line -> line.matches("Uid:\\s+" + (Outsider.FIRST + pid) + "\\s.*"));
      }
    }
  }
}
