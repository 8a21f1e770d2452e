// SPDX-License-Identifier: Apache-2.0
package dev.subflow.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.host.InfrastructureException;
import dev.subflow.topology.OneHost;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** When templates are made, kept and told of. */
@Timeout(120)
final class TemplatesIT {
  @TempDir Path evidence;

  @Test
  void aTemplateOutlivesAStartThatTheHostDenies() {
    List<String> told = new CopyOnWriteArrayList<>();
    try (LabEnvironment environment = TestLabs.open(told::add)) {
      environment.start(new OneHost().topology(), evidence, r -> {}).close();
      told.clear();

      assertThatThrownBy(
              () -> environment.start(new OneHost().topology(), Path.of("/no/such"), r -> {}))
          .isInstanceOf(InfrastructureException.class)
          .hasMessageContaining("/no/such");
      environment.start(new OneHost().topology(), evidence, r -> {}).close();

      assertThat(told).isNotEmpty().containsOnly("");
    }
  }
}
