// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.patch.KernelPatch;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PatchBlameTest {
  private static KernelPatch patch(String name, String file, String line) {
    return new KernelPatch(
        name, "--- a/" + file + "\n+++ b/" + file + "\n@@ -1 +1,2 @@\n context\n+" + line + "\n");
  }

  private static final List<KernelPatch> SERIES =
      List.of(
          patch("one", "net/mptcp/pm.c", "\tint x = nosuch;"),
          patch("two", "net/mptcp/pm.c", "\tint y;"),
          patch("three", "net/mptcp/ctrl.c", "\tint x = nosuch;"));

  private static Optional<String> blame(String file, String text) {
    return PatchBlame.of(
        new CompileError(file, 2, "error", Optional.empty()), Optional.of(text), SERIES);
  }

  @Test
  void theOneThatAddedTheLineIsToBlame() {
    assertThat(blame("net/mptcp/pm.c", "\tint x = nosuch;")).contains("one");
    assertThat(blame("net/mptcp/ctrl.c", "\tint x = nosuch;")).contains("three");
  }

  @Test
  void elseTheLastThatTouchedTheFile() {
    assertThat(blame("net/mptcp/pm.c", " context")).contains("two");
    assertThat(blame("net/mptcp/other.c", "\tint y;")).isEmpty();
  }
}
