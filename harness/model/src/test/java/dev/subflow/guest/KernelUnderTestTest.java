// SPDX-License-Identifier: Apache-2.0
package dev.subflow.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KernelUnderTestTest {
  @ParameterizedTest
  @ValueSource(strings = {"6.18.5+deb13-cloud-amd64", "6.18-rc1", "6.18", "6.100.1", "7.0.1"})
  void versionsFrom618(String release) {
    assertThat(kernel(release).isAtLeast(6, 18)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"6.17.13", "6.1.0-50-cloud-amd64", "5.19.0"})
  void versionsBefore618(String release) {
    assertThat(kernel(release).isAtLeast(6, 18)).isFalse();
  }

  @Test
  void releaseWithoutVersion() {
    assertThatThrownBy(() -> kernel("next").isAtLeast(6, 18))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("\"next\"");
  }

  @Test
  void options() {
    KernelUnderTest kernel = new KernelUnderTest("k", "6.1", "6.1-1", Map.of("MPTCP", "y"));

    assertThat(kernel.option("CONFIG_MPTCP")).contains("y");
    assertThat(kernel.option("CONFIG_NO_SUCH")).isEmpty();
  }

  private static KernelUnderTest kernel(String release) {
    return new KernelUnderTest("k", release, release, Map.of());
  }
}
