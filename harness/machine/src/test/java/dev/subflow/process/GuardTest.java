// SPDX-License-Identifier: Apache-2.0
package dev.subflow.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.subflow.failure.InfrastructureException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class GuardTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  /** Keeps what it is told in a file, and says there when its pipe closed. */
  private static final String KEEPING =
      "echo ready; while read -r l; do echo \"$l\" >>$1; done; echo end >>$1";

  @TempDir private Path temp;

  @Test
  void oneThatDoesNotStartIsQuotedInFull() {
    assertThatThrownBy(
            () -> Guard.start("the guard", "echo the table is broken >&2; exit 3", "g", "x"))
        .isInstanceOf(InfrastructureException.class)
        .hasMessage("the guard ended at once: the table is broken (exit code 3)");
  }

  @Test
  void oneThatSaysSomethingElseAndStaysIsNotWaitedForEver() {
    assertThatThrownBy(() -> Guard.start("the guard", "echo hello; exec sleep 1000", "g", "x"))
        .isInstanceOf(InfrastructureException.class)
        .hasMessage("the guard ended at once: hello (it did not end)");
  }

  @Test
  void oneThatDiesIsReplacedAndTheNextIsToldEverything() {
    Path file = temp.resolve("told");
    try (Guard guard = Guard.start("the guard", KEEPING, "g", file.toString())) {
      guard.order("one");
      await("it is told").atMost(SOON).untilAsserted(() -> assertThat(file).hasContent("one"));
      long first = guard.pid();

      ProcessHandle.of(first).orElseThrow().destroyForcibly();

      await("another guard").atMost(SOON).until(() -> guard.pid() != first);
      guard.order("two");
      await("it is told")
          .atMost(SOON)
          .untilAsserted(() -> assertThat(file).hasContent("one\none\ntwo"));
    }
    assertThat(file).hasContent("one\none\ntwo\nend");
  }

  @Test
  void oneThatIsLetGoIsNotReplaced() {
    Path file = temp.resolve("told");
    Guard guard = Guard.start("the guard", KEEPING, "g", file.toString());
    guard.close();
    long pid = guard.pid();

    await("no other")
        .during(Duration.ofMillis(300))
        .atMost(SOON)
        .until(() -> guard.pid() == pid && ProcessId.of(pid).isEmpty());
  }
}
