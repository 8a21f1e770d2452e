// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class RepeatedTest {
  @Test
  void theFirstOneHasNoCounter() {
    assertThat(Repeated.numbered("fastclose test", 1)).isEqualTo("fastclose test");
    assertThat(Repeated.numbered("fastclose test", 2)).isEqualTo("fastclose test #2");
  }

  @Test
  void scriptsDoNotKnowTheCounter() {
    List<String> all = List.of("fastclose test", "fastclose test #2", "issue #7");
    assertThat(Repeated.plain("fastclose test #2", all)).isEqualTo("fastclose test");
    assertThat(Repeated.plain("fastclose test", all)).isEqualTo("fastclose test");
    assertThat(Repeated.plain("issue #7", all)).as("a name of its own").isEqualTo("issue #7");
  }
}
