// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.ktap.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class SelftestReportTest {
  private static String message(Outcome... outcomes) {
    List<SubtestResult> attempts =
        Stream.of(outcomes)
            .map(o -> new SubtestResult("join.sh", "a", o, Optional.empty(), "got 1"))
            .toList();
    return SelftestReport.message(
        new SuiteResult(attempts, Path.of("/e"), Instant.EPOCH, Duration.ofSeconds(1)));
  }

  @Test
  void everyAttemptIsTold() {
    assertThat(message(Outcome.IGNORED))
        .isEqualTo("failed, which upstream knows it does now and then\ngot 1");
    assertThat(message(Outcome.FAIL, Outcome.IGNORED)).isEqualTo("attempts: FAIL, IGNORED\ngot 1");
  }
}
