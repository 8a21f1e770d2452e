// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.UsageException;
import dev.subflow.junit.Jobs;
import dev.subflow.junit.Seed;
import dev.subflow.run.RunPlan;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

final class RunOptionsTest {
  private static RunOptions parsed(String... arguments) {
    RunOptions options = new RunOptions();
    new CommandLine(options).parseArgs(arguments);
    options.check();
    return options;
  }

  static Stream<Arguments> nonsense() {
    return Stream.of(
        Arguments.of("--jobs is 0; it wants 1 or more", List.of("--jobs=0")),
        Arguments.of("--repeat is -3; it wants 1 or more", List.of("--repeat=-3")),
        Arguments.of(
            "--coverage takes one run of each scenario, not --repeat.",
            List.of("--coverage", "--repeat=2")),
        Arguments.of(
            "--coverage takes one run of each scenario, not --repeat.",
            List.of("--coverage", "--until-fail")),
        Arguments.of(
            "--matrix has an empty kernel name; it wants K1,K2,...", List.of("--matrix=a,,b")));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("nonsense")
  void nonsenseIsNamed(String message, List<String> arguments) {
    assertThatThrownBy(() -> parsed(arguments.toArray(String[]::new)))
        .isInstanceOf(UsageException.class)
        .hasMessage(message);
  }

  @Test
  void withoutOptionsEachScenarioRunsOnce() {
    RunPlan plan = parsed().plan(List.of());

    assertThat(plan.rounds()).hasValue(1);
    assertThat(plan.repeated()).isFalse();
    assertThat(plan.matrix()).isEmpty();
  }

  @Test
  void untilFailHasNoEndUnlessRepeatSetsOne() {
    assertThat(parsed("--until-fail").plan(List.of()).rounds()).isEmpty();
    assertThat(parsed("--until-fail", "--repeat=7").plan(List.of()).rounds()).hasValue(7);
    assertThat(parsed("--until-fail").plan(List.of()).untilFail()).isTrue();
  }

  @Test
  void guestsThatAreKeptAreThoseOfOneScenarioAtATime() {
    assertThat(parsed().jobs(true)).isEqualTo(1);
    assertThat(parsed().jobs(false)).isEqualTo(Jobs.ofThisMachine());
    assertThat(parsed("--jobs=5").jobs(true)).as("asked for").isEqualTo(5);
  }

  @Test
  void theSeedAskedForIsTakenAndElseItIsAnother() {
    assertThat(parsed("--seed=42").seed()).isEqualTo(new Seed(42));
    assertThat(parsed().seed()).isNotEqualTo(parsed().seed());
  }
}
