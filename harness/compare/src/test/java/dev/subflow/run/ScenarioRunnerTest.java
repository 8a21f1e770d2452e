// SPDX-License-Identifier: Apache-2.0
package dev.subflow.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.junit.Seed;
import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs scenarios that need no guest; one at a time, so that their order is known. */
@Timeout(60)
final class ScenarioRunnerTest {
  private final LauncherSession session = LauncherFactory.openSession();
  @TempDir private Path temp;
  private final Heard heard = new Heard();

  /** Keeps what it is told. */
  private static final class Heard implements RunListener {
    private final List<String> told = new ArrayList<>();

    @Override
    public synchronized void started(String name) {
      told.add("started " + name.replace("PlainScenarios.Join.", ""));
    }

    @Override
    public synchronized void ended(TestResult result) {
      told.add(result.verdict().toString());
    }

    @Override
    public synchronized void attempted() {
      told.add("attempted");
    }

    @Override
    public synchronized void over() {
      told.add("over");
    }
  }

  @AfterEach
  void end() {
    session.close();
  }

  @BeforeEach
  void beginAnew() {
    PlainScenarios.RUNS.set(0);
  }

  private ScenarioRunner runner(boolean repeated, OptionalInt rounds, boolean untilFail) {
    RunPlan plan =
        new RunPlan(
            List.of(PlainScenarios.named("fails")),
            List.of(),
            repeated,
            rounds,
            untilFail,
            new Seed(1),
            Optional.empty());
    return new ScenarioRunner(
        session, plan, 1, PlainScenarios.settings(temp), heard, RunView.SILENT);
  }

  @Test
  void repetitionsAreAttemptsOfTheirOwn() {
    runner(true, OptionalInt.of(2), false).run();

    assertThat(heard.told)
        .containsExactly(
            "started fails#1", "PASS", "attempted", "started fails#2", "FAIL", "attempted", "over");
  }

  @Test
  void untilFailEndsWithTheFirstThatDoesNotPass() {
    runner(true, OptionalInt.of(20), true).run();

    assertThat(heard.told).filteredOn("attempted"::equals).hasSize(2);
    assertThat(heard.told).endsWith("FAIL", "attempted", "over");
  }

  @Test
  void aPlainRunIsOneExecutionWithoutAttempts() {
    runner(false, OptionalInt.of(1), false).run();

    assertThat(heard.told).containsExactly("started fails", "PASS", "over");
  }

  @Test
  void whatNoRecorderWroteIsFoundWithItsVerdict() {
    ScenarioRunner runner = runner(true, OptionalInt.of(2), false);
    runner.run();

    List<TestResult> unrecorded = runner.unrecorded(List.of());
    assertThat(unrecorded)
        .extracting(TestResult::verdict)
        .containsExactly(Verdict.PASS, Verdict.FAIL);
    assertThat(unrecorded.get(1).message()).contains("expected a subflow");
    assertThat(runner.unrecorded(unrecorded)).as("once it is recorded").isEmpty();
  }

  @Test
  void anInterruptedRepetitionLeavesNoResult() {
    ScenarioRunner repeated = runner(true, OptionalInt.of(1), false);
    repeated.run();
    ScenarioRunner plain = runner(false, OptionalInt.of(1), false);
    plain.run();

    assertThat(repeated.interrupted(List.of())).isEmpty();
    assertThat(plain.interrupted(List.of())).extracting(TestResult::verdict).hasSize(1);
  }
}
