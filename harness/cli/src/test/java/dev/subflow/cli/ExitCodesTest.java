// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.report.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Scripts rely on these numbers, and on verdicts and commands agreeing on them. */
final class ExitCodesTest {
  @Test
  void verdictsAndCommandsMeanTheSame() {
    assertThat(Verdict.PASS.exitCode()).isEqualTo(ExitCodes.PASSED).isZero();
    assertThat(Verdict.FAIL.exitCode()).isEqualTo(ExitCodes.FAILED).isEqualTo(1);
    assertThat(Verdict.INCONCLUSIVE.exitCode()).isEqualTo(ExitCodes.INCONCLUSIVE).isEqualTo(3);
    assertThat(List.of(Verdict.values()))
        .as("bad usage is no verdict")
        .noneMatch(verdict -> verdict.exitCode() == ExitCodes.USAGE);
  }

  @Test
  void theHelpTellsThem() {
    assertThat(CommandLineRun.of("--help").out())
        .containsPattern(ExitCodes.PASSED + " +all passed")
        .containsPattern(ExitCodes.FAILED + " +a test failed")
        .containsPattern(ExitCodes.USAGE + " +bad usage")
        .containsPattern(ExitCodes.INCONCLUSIVE + " +the harness or this machine failed");
  }
}
