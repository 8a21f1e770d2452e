// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.failure.UsageException;
import dev.subflow.guest.GuestLostException;
import dev.subflow.kselftest.SubtestResult;
import dev.subflow.ktap.Outcome;
import dev.subflow.report.RunSummary;
import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Names and words that a guest, a tree or a mail chose reach no terminal as they are. */
final class HostileNamesTest {
  private static final String HOSTILE =
      "a\u001b]0;owned\u0007\u001b[2J\u001b[1A\r\u009b3Jb\u202ec\u2066d\u2028e\u200bf";

  private final FakeStreams fake = new FakeStreams();

  private static void isHarmless(String printed) {
    assertThat(printed)
        .contains("a", "b", "\\u202e")
        .matches(
            text ->
                text.codePoints()
                    .allMatch(
                        c ->
                            c == '\n'
                                || (!Character.isISOControl(c)
                                    && Character.getType(c) != Character.FORMAT
                                    && Character.getType(c) != Character.LINE_SEPARATOR)),
            "nothing that a terminal obeys");
  }

  @Test
  void inTheEndOfARun() {
    TestResult failed =
        TestResult.builder(HOSTILE, HOSTILE, Verdict.FAIL)
            .scenario(HOSTILE)
            .kernels(Map.of("guest", HOSTILE))
            .evidence(HOSTILE)
            .message(HOSTILE)
            .build();
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    new RunPrinter(new PrintStream(out, true, StandardCharsets.UTF_8), new Style(false))
        .print(
            new RunSummary("run", List.of(failed)), List.of(), Path.of("/e"), Duration.ofMillis(1));

    isHarmless(out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void whileARunGoesOn() {
    try (Progress progress = Progress.onErr(fake.files())) {
      RunBoard board = new RunBoard(progress, new Style(false), OptionalInt.of(1), false);
      board.started(HOSTILE);
      board.ended(TestResult.builder(HOSTILE, HOSTILE, Verdict.FAIL).build());
      SelftestWatcher watcher = new SelftestWatcher(progress);
      watcher.began(HOSTILE, 1);
      watcher.subtest(HOSTILE, HOSTILE);
      SubtestResult failed =
          new SubtestResult(HOSTILE, HOSTILE, Outcome.FAIL, Optional.empty(), HOSTILE);
      watcher.ended(HOSTILE, List.of(failed), Duration.ofMillis(1));
    }

    isHarmless(fake.err());
  }

  @Test
  void inAFault() {
    Failures failures = new Failures(fake.files(), new Verbosity());
    failures.ofExecution(new UsageException(HOSTILE, new IllegalStateException(HOSTILE + "x")));
    failures.ofExecution(new GuestLostException("guest", HOSTILE));
    failures.ofExecution(new IllegalStateException(HOSTILE));
    failures.ofError(new OutOfMemoryError(HOSTILE), 3);

    isHarmless(fake.err());
  }

  @Test
  void inJsonThatStillMeansTheSame() {
    String json = Json.pretty(List.of(HOSTILE));

    isHarmless(json);
    assertThat(dev.subflow.json.Json.tree(json).orElseThrow().get(0).asText()).isEqualTo(HOSTILE);
  }
}
