// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link ListCommand} on scenarios that need no guest; more is in RunCommandTest. */
final class ListCommandTest {
  private static CommandLineRun list(String... names) {
    List<String> args = new ArrayList<>(List.of("list", "--package=dev.subflow.cli.fixture"));
    args.addAll(List.of(names));
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  @Test
  void aPatternPicksWhatItMatches() {
    assertThat(list("*.passes*").out().lines().skip(1))
        .hasSize(3)
        .allSatisfy(line -> assertThat(line).contains(".passes"));
    assertThat(list("KernelsFixture.Inner").out().lines().skip(1))
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).contains("OneHost, debian:6.12 x debian:7.3"));
    assertThat(list("KernelsFixture.pinned").out()).contains("TwoPaths, debian:6.1");
  }

  @Test
  void linesAreSortedHoweverTheNamesAreGiven() {
    List<String> lines = list("TroubleFixture", "HandshakeFixture").out().lines().skip(1).toList();

    assertThat(lines).hasSizeGreaterThan(4).isSorted();
  }

  @Test
  void withoutScenariosNothingCanBeSaid() {
    CommandLineRun run = CommandLineRun.of("list", "--package=no.such");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("no scenarios in package no.such on the class path");
  }

  @Test
  void theShellCompletesClassesAndMethodsOfScenariosAlone() {
    List<String> names = new ArrayList<>();
    new ScenarioNames().forEach(names::add);

    assertThat(names)
        .contains("HandshakeFixture", "HandshakeFixture.passes", "KernelsFixture.Inner.plain")
        .doesNotContain("UntaggedFixture", "UntaggedFixture.isNoScenario")
        .doesNotHaveDuplicates();
  }
}
