// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class OtherSuitesTest {
  @Test
  void onlyTheToleranceOfAScenarioGrows() {
    String scenario =
        """
        // --tolerance_usecs=1 as a remark
        --tolerance_usecs=100000
        `../common/defaults.sh`
        +0 socket(..., SOCK_STREAM, IPPROTO_MPTCP) = 3
        """;
    assertThat(OtherSuites.tolerant(scenario, 8))
        .isEqualTo(
            scenario.replace("\n--tolerance_usecs=100000\n", "\n--tolerance_usecs=800000\n"));
  }
}
