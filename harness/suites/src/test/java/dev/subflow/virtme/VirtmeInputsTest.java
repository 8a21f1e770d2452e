// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.subflow.failure.UsageException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class VirtmeInputsTest {
  @Test
  void typedValuesBecomeWhatTheImageReads() {
    VirtmeInputs inputs =
        VirtmeInputs.none()
            .with(VirtmeInput.BUILD_SKIP, true)
            .with(VirtmeInput.GCOV, false)
            .with(VirtmeInput.CPUS, 4)
            .with(VirtmeInput.RAM_MIB, 2048)
            .with(VirtmeInput.CI_TIMEOUT, Duration.ofHours(1))
            .with(VirtmeInput.RUN_TESTS_ONLY, List.of("selftest_diag", "kunit_all"))
            .with(VirtmeInput.NET_BRIDGES, List.of("vir0", "vir1"));

    assertThat(inputs.variables())
        .containsExactly(
            entry("INPUT_BUILD_SKIP", "1"),
            entry("INPUT_GCOV", "0"),
            entry("INPUT_CPUS", "4"),
            entry("INPUT_RAM", "2048M"),
            entry("INPUT_CI_TIMEOUT_SEC", "3600"),
            entry("INPUT_RUN_TESTS_ONLY", "selftest_diag kunit_all"),
            entry("INPUT_NET_BRIDGES", "vir0,vir1"));
  }

  @Test
  void aLaterValueReplacesAnEarlierOne() {
    VirtmeInputs inputs = VirtmeInputs.none().with(VirtmeInput.CPUS, 4).with(VirtmeInput.CPUS, 1);

    assertThat(inputs.get(VirtmeInput.CPUS)).contains("1");
    assertThat(inputs.withDefault(VirtmeInput.CPUS, 2)).isEqualTo(inputs);
  }

  @Test
  void usersLeaveThePrefixAndTheOneOut() {
    assertThat(
            VirtmeInputs.none()
                .parse("BUILD_SKIP")
                .parse("INPUT_CPUS=2")
                .parse("EXTRA_ENV=INPUT_FOO=1")
                .free("COMPILER", "gcc-14")
                .variables())
        .containsExactly(
            entry("INPUT_BUILD_SKIP", "1"),
            entry("INPUT_CPUS", "2"),
            entry("INPUT_EXTRA_ENV", "INPUT_FOO=1"),
            entry("COMPILER", "gcc-14"));
  }

  @Test
  void whatTheImageWouldMisunderstandIsRefused() {
    VirtmeInputs none = VirtmeInputs.none();
    assertThatThrownBy(() -> none.parse("CPUS=many"))
        .isInstanceOf(UsageException.class)
        .hasMessage("INPUT_CPUS is \"many\"; it wants a number from 1");
    assertThatThrownBy(() -> none.parse("RAM=2G")).hasMessageContaining("2048M");
    assertThatThrownBy(() -> none.parse("BULD_SKIP"))
        .hasMessageContaining("did you mean INPUT_BUILD_SKIP");
    assertThatThrownBy(() -> none.free("INPUT_CLANG", "yes")).hasMessageContaining("1 or 0");
    assertThatThrownBy(() -> none.free("INPUT_MODE", "auto-all")).hasMessageContaining("mode");
    assertThatThrownBy(() -> none.free("A B", "1")).isInstanceOf(UsageException.class);
  }
}
