// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.artifact.kernel.KernelConfig;
import dev.subflow.fuzz.FuzzTarget;
import java.nio.charset.StandardCharsets;

final class KconfigExpressionFuzzTest implements FuzzTarget {
  @Override
  public void read(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    KernelConfig config = KernelConfig.parse("CONFIG_MPTCP=y");

    assertThat(KconfigExpression.of(text, config)).isNotNull();
    assertThat(KconfigExpression.unmet(text, config)).doesNotContainNull();
  }
}
