// SPDX-License-Identifier: Apache-2.0
package dev.subflow.ktap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Output that a hostile test prints: it costs its length, and a cut of it is no pass. */
final class KtapCostTest {
  /** Quadratic cost would take hours on any machine. */
  private static final Duration ENOUGH = Duration.ofMinutes(2);

  private static KtapReport parse(String output) {
    return assertTimeoutPreemptively(ENOUGH, () -> KtapReport.parse(output));
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", " #", "\t", "#", "[", "\u001b["})
  void aLineOfOneThingOverAndOverIsReadOnce(String thing) {
    String much = thing.repeat(16_000 / thing.length());
    String lines = ("ok 1" + much + "\u2028x\n1..1" + much + "\u2028x\n").repeat(300);

    assertThat(parse("TAP version 13\n" + lines + "1..2\n").isSound()).isFalse();
  }

  @Test
  void aMillionResultsOfOneNumberAreFewProblems() {
    String name = "n".repeat(10_000);
    String output = "TAP version 13\n1..1\n" + "  ok 1\n".repeat(1_000_000) + "ok 1 " + name + "\n";

    assertThat(parse(output).problems())
        .hasSizeBetween(10, 2_000)
        .allMatch(p -> p.length() < 2_000);
  }

  @Test
  void resultsBeyondTheMostThatAreReadAreTold() {
    String output = "TAP version 13\n1..1000000\n";
    StringBuilder lines = new StringBuilder(output);
    for (int i = 1; i <= 1_000_000; i++) {
      lines.append("ok ").append(i).append('\n');
    }

    assertThat(parse(lines.toString()).isSound()).isTrue();
    assertThat(parse(lines + "not ok 1000001 last\n").isSound()).isFalse();
  }

  @Test
  void aResultWhoseEndIsNotReadIsNone() {
    String skipped = "ok 2 " + "n".repeat(20_000) + " # SKIP\n";

    KtapReport report = parse("TAP version 13\n1..2\nok 1 a\n" + skipped);

    assertThat(report.points()).hasSize(1);
    assertThat(report.problems()).anyMatch(p -> p.contains("longer than"));
  }

  @Test
  void aCarriageReturnInsideALineDoesNotHideAFailure() {
    KtapReport report = parse("TAP version 13\n1..1\nnot ok 1 50%\r100% # TIMEOUT\n");

    assertThat(report.points()).extracting(TestPoint::outcome).containsExactly(Outcome.TIMEOUT);
  }
}
