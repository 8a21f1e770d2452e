// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ContainerEndTest {
  @Test
  void aContainerThatEndsByItselfHasItsExitCode() {
    assertThat(ContainerEnd.of(42L, false)).isEqualTo(RunEnd.exited(42));
  }

  @Test
  void whatKillsAContainerIsNotItsKernel() {
    assertThat(ContainerEnd.of(137L, false))
        .isEqualTo(RunEnd.lost("somebody killed the container"));
    assertThat(ContainerEnd.of(143L, false).kind()).isEqualTo(RunEnd.Kind.LOST);
    assertThat(ContainerEnd.of(137L, true).reason()).contains("no memory");
  }
}
