// SPDX-License-Identifier: Apache-2.0
package dev.subflow.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.junit.RunSettings;
import dev.subflow.regress.Change;
import dev.subflow.regress.Comparison;
import dev.subflow.report.RunDirectory;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two kernels are compared by a few lines of Java; the design page shows them. */
final class KernelComparisonIT {
  private static final String FIXTURES = "dev.subflow.run.fixture";

  @TempDir private Path temp;

  @Test
  void javaCallerComparesTwoKernels() {
    RunSettings settings = RunSettings.ofProcess();
    String kernel = settings.lab().kernel();
    TestChoice tests = TestChoice.of(List.of(), Optional.of(FIXTURES));

    KernelComparison.Outcome outcome =
        KernelComparison.of(settings, tests)
            .compare(KernelComparison.kernels(kernel, kernel), RunDirectory.at(temp));

    assertThat(outcome.brokenOff()).isEmpty();
    assertThat(outcome.comparisons())
        .extracting(Comparison::test)
        .containsExactly("boot", "GuestAnswers.uname");
    assertThat(outcome.comparisons()).allMatch(c -> c.change() == Change.UNCHANGED);
    assertThat(temp.resolve("base/results.json")).exists();
    assertThat(temp.resolve("patched/results.json")).exists();
  }
}
