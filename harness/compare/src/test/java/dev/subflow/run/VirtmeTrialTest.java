// SPDX-License-Identifier: Apache-2.0
package dev.subflow.run;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.UsageException;
import dev.subflow.virtme.VirtmeMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class VirtmeTrialTest {
  @ParameterizedTest
  @ValueSource(strings = {"vm-auto", "auto-normal", "auto-debug"})
  void treesAreComparedByOneKernelEach(String mode) {
    assertThatCode(() -> VirtmeTrial.check(VirtmeMode.parse(mode))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto-all", "manual-normal", "build", "cmd", "vm-manual"})
  void otherModesAreRefusedWithThoseThatCan(String mode) {
    assertThatThrownBy(() -> VirtmeTrial.check(VirtmeMode.parse(mode)))
        .isInstanceOf(UsageException.class)
        .hasMessage(mode + " tests no single kernel; take vm-auto, or auto-normal and its like");
  }
}
