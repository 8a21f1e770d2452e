// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Transfers that are measured on kernels that need not be built, in real guests. */
@Timeout(300)
final class MeasureIT {
  private static final String OLDER = "debian:stable";

  @TempDir Path temp;

  @Test
  void kernelIsNotSlowerThanItself() {
    // Two names of one kernel.
    CommandLineRun run = measure(OLDER + ",debian:6.12");

    assertThat(run.all()).doesNotContain("SLOWER:").doesNotContainPattern("\\d SLOWER");
    assertThat(run.exitCode()).as(run.all()).isNotEqualTo(1);
    assertThat(temp.resolve("measure.json")).content().contains("\"GOODPUT\"");
    assertThat(temp.resolve("base/results.json")).exists();
    assertThat(temp.resolve("patched/results.json")).exists();
  }

  @Test
  void lossOfAThirdIsFound() {
    CommandLineRun run = measure(OLDER + ",debian:backports");

    assertThat(run.exitCode()).as(run.all()).isEqualTo(1);
    assertThat(run.out())
        .containsPattern("goodput +1\\.\\d+ Mbit/s +1\\.\\d+ Mbit/s +-3\\d % .*SLOWER");
    assertThat(temp.resolve("summary.md")).content().contains("| goodput | SLOWER |");
  }

  @Test
  void oneKernelAloneIsATable() {
    CommandLineRun run = measure(OLDER);

    assertThat(run.exitCode()).as(run.all()).isZero();
    assertThat(run.out())
        .contains("TransferFixture.isFasterOnTheSixthSeries  4 runs")
        .containsPattern("goodput +1\\.\\d+ Mbit/s +1\\.\\d+ Mbit/s to 1\\.\\d+ Mbit/s");
  }

  private CommandLineRun measure(String kernels) {
    // So few runs decide only what is allowed a great chance.
    return CommandLineRun.of(
        "measure",
        "--kernels",
        kernels,
        "--package=dev.subflow.cli.measured",
        "--runs=4",
        "--alpha=0.4",
        "--cpus=1",
        "--out",
        temp.toString());
  }
}
