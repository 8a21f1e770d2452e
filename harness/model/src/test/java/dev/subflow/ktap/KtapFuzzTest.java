// SPDX-License-Identifier: Apache-2.0
package dev.subflow.ktap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.fuzz.FuzzTarget;
import java.nio.charset.StandardCharsets;

final class KtapFuzzTest implements FuzzTarget {
  @Override
  public void read(byte[] input) {
    KtapReport report = KtapReport.parse(new String(input, StandardCharsets.UTF_8));

    assertThat(report.isSound())
        .isEqualTo(report.problems().isEmpty() && report.bailedOut().isEmpty());
  }
}
