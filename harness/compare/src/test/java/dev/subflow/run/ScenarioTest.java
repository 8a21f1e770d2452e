// SPDX-License-Identifier: Apache-2.0
package dev.subflow.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ScenarioTest {
  private static Scenario inClass(String className) {
    Scenario like = PlainScenarios.named("passes");
    return new Scenario(
        like.name(),
        className,
        like.displayName(),
        like.tags(),
        like.rfc8684(),
        Optional.empty(),
        Optional.of("debian:6.1"),
        List.of(),
        like.source(),
        like.method(),
        like.code());
  }

  @ParameterizedTest
  @CsvSource({
    "dev.subflow.scenarios.Handshake, basics",
    "dev.subflow.scenarios.faults.Cable, faults",
    "org.example.scenarios.path.manager.X, path.manager",
    "org.example.tests.Handshake, tests",
    "scenarios.pm.X, pm",
    "Handshake, ''"
  })
  void theThemeIsThePackageBelowScenarios(String className, String theme) {
    assertThat(inClass(className).theme()).isEqualTo(theme);
  }

  @Test
  void needsAreTheTopologyAndTheKernels() {
    assertThat(PlainScenarios.named("passes").needs()).isEqualTo("TwoPaths");
    assertThat(PlainScenarios.named("pinned").needs()).isEqualTo("TwoPaths, debian:6.1");
    assertThat(PlainScenarios.named("paired").needs()).isEqualTo("OneHost, a x b");
    assertThat(inClass("x.Y").needs()).isEqualTo("one host, debian:6.1");
  }

  @Test
  void aParameterThatNoHostIsCalledByIsAProblem() {
    assertThat(PlainScenarios.named("passes").problems()).isEmpty();
    assertThat(PlainScenarios.named("misnamed").problems())
        .singleElement()
        .asString()
        .startsWith("Join.misnamed: parameter Guest clinet is not a host of topology")
        .endsWith("which has client, server");
  }
}
