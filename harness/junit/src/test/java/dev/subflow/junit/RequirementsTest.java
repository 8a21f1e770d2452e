// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.UsageException;
import dev.subflow.lab.LabSettings;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

final class RequirementsTest {
  private static final RunSettings SETTINGS =
      RunSettings.of(
          new LabSettings(
              Path.of("/x"), Path.of("/x"), "debian:stable", "guest", Optional.empty(), true));

  private static String docker(RunSettings settings, RuntimeException thrown) {
    return Requirements.need(
        settings,
        "docker",
        "containers can't run here",
        () -> {
          throw thrown;
        });
  }

  @Test
  void whatIsThereIsHandedOver() {
    assertThat(Requirements.need(SETTINGS, "docker", "no", () -> "engine")).isEqualTo("engine");
  }

  @Test
  void whatIsMissingSkipsATestAndSaysWhy() {
    assertThatThrownBy(() -> docker(SETTINGS, new UsageException("no socket")))
        .isInstanceOf(TestAbortedException.class)
        .hasMessage("containers can't run here: no socket");
    assertThatThrownBy(() -> docker(SETTINGS.requiring("guests"), new UsageException("no socket")))
        .as("something else is required")
        .isInstanceOf(TestAbortedException.class);
  }

  @Test
  void whatIsRequiredAndMissingIsAFailure() {
    UsageException missing = new UsageException("no socket");

    assertThatThrownBy(() -> docker(SETTINGS.requiring("guests", "docker"), missing))
        .isSameAs(missing);
  }

  @Test
  void whatIsThereAndBrokenIsNeverASkip() {
    InfrastructureException broken = new InfrastructureException("the engine hangs");

    assertThatThrownBy(() -> docker(SETTINGS, broken)).isSameAs(broken);
  }
}
