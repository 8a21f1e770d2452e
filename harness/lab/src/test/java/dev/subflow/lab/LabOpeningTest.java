// SPDX-License-Identifier: Apache-2.0
package dev.subflow.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.vm.Accelerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LabOpeningTest {
  @TempDir private Path cache;

  @Test
  void whatAProbeFoundIsKnownWithoutAGuest() throws IOException {
    assertThat(LabOpening.probed(cache)).isEmpty();

    Files.createDirectories(cache.resolve("probes"));
    Files.writeString(cache.resolve("probes/one"), "KVM\na probe guest booted under KVM\n");
    assertThat(LabOpening.probed(cache)).contains(Accelerator.KVM);
  }
}
