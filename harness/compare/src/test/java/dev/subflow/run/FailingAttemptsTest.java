// SPDX-License-Identifier: Apache-2.0
package dev.subflow.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.UsageException;
import dev.subflow.junit.Seed;
import dev.subflow.report.FailedAllocation;
import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FailingAttemptsTest {
  private static final Scenario PASSES = PlainScenarios.named("passes");

  private static FailingAttempts attempts(String range) {
    return new FailingAttempts(List.of(PASSES), FailNthRange.parse(range), new Seed(1));
  }

  /** Runs all, on kernels that make so many allocations; the attempts, as {@code host:n}. */
  private static List<String> run(FailingAttempts attempts, int made, Verdict verdict) {
    List<String> tried = new ArrayList<>();
    for (Optional<Attempt> next = attempts.next(); next.isPresent(); next = attempts.next()) {
      Attempt attempt = next.get();
      int nth = attempt.failNth().orElseThrow().nth();
      tried.add(attempt.failNth().orElseThrow().text());
      attempts.ended(
          attempt,
          List.of(
              TestResult.builder("c", "s", verdict)
                  .failedAllocation(new FailedAllocation("h", nth, nth <= made, Optional.empty()))
                  .build()));
    }
    return tried;
  }

  @Test
  void eachHostGoesOnUntilAScenarioMakesNoMore() {
    assertThat(run(attempts(""), 2, Verdict.PASS))
        .containsExactlyInAnyOrder(
            "client:1", "client:2", "client:3", "server:1", "server:2", "server:3");
  }

  @Test
  void aRangeIsTheMostThatIsTried() {
    assertThat(run(attempts("client:2-3"), 9, Verdict.PASS))
        .containsExactly("client:2", "client:3");
    assertThat(run(attempts("client:4"), 9, Verdict.PASS)).containsExactly("client:4");
    assertThat(run(attempts("client:8-"), 9, Verdict.PASS))
        .containsExactly("client:8", "client:9", "client:10");
  }

  @Test
  void aKernelThatAlwaysDiesIsNotTriedForEver() {
    assertThat(run(attempts("client"), Integer.MAX_VALUE, Verdict.CRASH)).hasSize(20);
  }

  @Test
  void aScenarioThatDoesNotRunIsNotTriedAgain() {
    FailingAttempts attempts = attempts("client");
    attempts.ended(attempts.next().orElseThrow(), List.of());

    assertThat(attempts.next()).isEmpty();
  }

  @Test
  void attemptsHaveNumbersOfTheirOwnAndTheSameSeed() {
    FailingAttempts attempts = attempts("");

    assertThat(List.of(attempts.next().orElseThrow(), attempts.next().orElseThrow()))
        .allSatisfy(a -> assertThat(a.seed()).isEqualTo(new Seed(1)))
        .extracting(a -> a.repetition().orElseThrow())
        .containsExactly(1, 2);
  }

  @Test
  void aHostThatThereIsNotIsNamed() {
    assertThatThrownBy(() -> attempts("router"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "--fail-nth: PlainScenarios.Join.passes has no host router; it has client, server");
  }

  @ParameterizedTest
  @ValueSource(strings = {"3,4", "-1", "client:x", "a:b:1", "0", "5-3", "client:1-2-3"})
  void nonsenseIsNamed(String text) {
    assertThatThrownBy(() -> FailNthRange.parse(text))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("--fail-nth is \"" + text + "\"; it wants ");
  }

  @Test
  void whatIsLeftOutIsAnythingThereIs() {
    assertThat(FailNthRange.parse(""))
        .isEqualTo(new FailNthRange(Optional.empty(), 1, OptionalInt.empty()));
    assertThat(FailNthRange.parse("client").host()).contains("client");
    assertThat(FailNthRange.parse("7"))
        .isEqualTo(new FailNthRange(Optional.empty(), 7, OptionalInt.of(7)));
  }
}
