// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.topology.KernelPairing;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class TestNameTest {
  private static final Optional<KernelPairing> PAIRING =
      Optional.of(new KernelPairing(Map.of("client", "debian:6.1")));

  @Nested
  class Inner {}

  @Test
  void itTellsClassMethodInvocationPairingAndRepetition() {
    TestName name =
        TestName.of(Inner.class, "joins")
            .within("[engine:junit-jupiter]/[nested-class:Inner]", "Inner")
            .within("[test-template:x()]/[test-template-invocation:#2]", "[2] family = 6")
            .on(PAIRING)
            .repetition(Optional.of(17));

    assertThat(name.id()).isEqualTo("TestNameTest.Inner.joins[2][client=debian:6.1]#17");
    assertThat(name.scenario()).isEqualTo("TestNameTest.Inner.joins[2]");
  }

  @Test
  void aPairingIsToldOnce() {
    TestName name =
        TestName.of(TestNameTest.class, "joins")
            .within("[class-template-invocation:#1]", "server=debian:6.12")
            .on(PAIRING);

    assertThat(name.id()).isEqualTo("TestNameTest.joins[server=debian:6.12]");
  }
}
