// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.kselftest.PrintedResults;
import dev.subflow.kselftest.SuiteObserver;
import dev.subflow.virtme.Phase;
import dev.subflow.virtme.RunOutput;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Progress of selftests, containers and scenarios while they run. */
final class WatchersTest {
  private static String said(Consumer<Progress> watched) {
    FakeStreams streams = new FakeStreams();
    try (Progress progress = Progress.onOut(streams.files())) {
      watched.accept(progress);
    }
    return streams.out();
  }

  @Test
  void aScriptTellsItsCountsAndThenItsFailures() {
    String output = "001 a [ OK ]\n002 b [FAIL]\n003 c [SKIP]\n004 d\n";
    String said =
        said(
            progress -> {
              SuiteObserver watcher = new SelftestWatcher(progress);
              watcher.began("join.sh", 4);
              watcher.subtest("join.sh", "a");
              watcher.ended(
                  "join.sh",
                  PrintedResults.crashed("join.sh", output, "panic"),
                  Duration.ofSeconds(61));
            });

    assertThat(said.lines())
        .startsWith("join.sh: 4 subtests", "join.sh: a")
        .contains("FAIL  join.sh:b", "CRASH  join.sh:d")
        .noneMatch(line -> line.endsWith("join.sh:a") || line.endsWith("join.sh:c"))
        .anyMatch(line -> line.startsWith("join.sh: {PASS=1, FAIL=1, SKIP=1, CRASH=1"))
        .anyMatch(line -> line.endsWith("} in 1 min 1 s"));
  }

  @Test
  void aScriptWhoseSubtestsNobodyKnowsHasNoNumber() {
    assertThat(said(progress -> new SelftestWatcher(progress).began("diag.sh", 0)))
        .isEqualTo("diag.sh\n");
  }

  @Test
  void aContainerTellsItsPhaseItsTestsAndWhatTheKernelPrints() {
    String said =
        said(
            progress -> {
              RunOutput.Observer watcher = new VirtmeWatcher(progress);
              watcher.phase(Phase.BUILD_KERNEL);
              watcher.script("mptcp_join.sh");
              watcher.subtest("mptcp_join.sh", "no JOIN");
              watcher.splat("BUG: KASAN: slab-use-after-free");
            });

    assertThat(said.lines())
        .containsExactly(
            "building the kernel",
            "mptcp_join.sh",
            "mptcp_join.sh: no JOIN",
            "the kernel: BUG: KASAN: slab-use-after-free");
  }

  @Test
  void whereNobodyCanTypeTheFailureIsShownAndNoGuestIsKept() {
    assertThat(said(progress -> keepNothing(new TerminalView(progress, new Style(false), false))))
        .isEqualTo(
            """
            Join.a failed:
                expected 2
                but was 1
            Guests can be kept only on a terminal, so these are not.
            """);
  }

  // Without a terminal nobody looks at the lab.
  @SuppressWarnings("NullAway")
  private static void keepNothing(TerminalView view) {
    view.keep(null, "Join.a", "expected 2\nbut was \u001b[2J1", Path.of("/evidence"));
  }

  @Test
  void theBoardOfAViewSpeaksThroughIt() {
    assertThat(
            said(
                progress ->
                    new TerminalView(progress, new Style(false), false)
                        .listener(OptionalInt.of(3), false)
                        .started("Join.a")))
        .isEqualTo("[1/3] Join.a\n");
  }
}
