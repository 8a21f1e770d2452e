// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SliceTest {
  private static final Duration OF_SCRIPT = Duration.ofMinutes(90);

  private static Duration limit(long expectedSeconds) {
    return Slice.of("mptcp_join.sh", List.of("no JOIN"), Duration.ofSeconds(expectedSeconds))
        .limit(OF_SCRIPT);
  }

  @Test
  void aPartOfAScriptDoesNotHaveTheTimeOfTheWhole() {
    assertThat(limit(90)).isEqualTo(Duration.ofMinutes(15));
    assertThat(limit(0)).as("however short").isEqualTo(Duration.ofMinutes(10));
    assertThat(limit(3600)).as("never more").isEqualTo(OF_SCRIPT);
  }

  @Test
  void aWholeScriptHasItsOwnLimit() {
    assertThat(Slice.whole("diag.sh", List.of(), Duration.ofSeconds(5)).limit(OF_SCRIPT))
        .isEqualTo(OF_SCRIPT);
  }
}
