// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class WarningsTest {
  private static final String UNUSED =
      "net/mptcp/pm.c:12:3: warning: unused variable 'a' [-Wunused-variable]";

  @Test
  void thatLinesMoveMakesNoneNew() {
    assertThat(Warnings.added(List.of(UNUSED), List.of(UNUSED.replace(":12:3:", ":120:9:"))))
        .isEmpty();
  }

  @Test
  void otherTextsAndOtherFilesAreNew() {
    String text = UNUSED.replace("'a'", "'b'");
    String file = UNUSED.replace("pm.c", "options.c");

    assertThat(Warnings.added(List.of(UNUSED), List.of(UNUSED, text, file)))
        .containsExactly(text, file);
  }

  @Test
  void theSameOnceMoreIsNew() {
    String again = UNUSED.replace(":12:3:", ":40:3:");

    assertThat(Warnings.added(List.of(UNUSED), List.of(UNUSED, again))).containsExactly(again);
    assertThat(Warnings.added(List.of(UNUSED, again), List.of(UNUSED))).isEmpty();
  }
}
