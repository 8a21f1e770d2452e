// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks;

import dev.subflow.lab.LabEnvironment;
import dev.subflow.lab.LabSettings;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Ingredients of the guests of a benchmark. */
final class EnvironmentOptions {
  @Option(
      names = "--kernel",
      defaultValue = LabSettings.DEFAULT_KERNEL,
      description = "default ${DEFAULT-VALUE}")
  private String kernel = LabSettings.DEFAULT_KERNEL;

  @Option(
      names = "--home",
      defaultValue = "${sys:subflow.home:-.}",
      description = "checkout, default the one of this build")
  private Path home = Path.of("");

  @Option(names = "--accel", defaultValue = "auto", description = "auto, kvm or tcg")
  private String accelerator = "auto";

  Path home() {
    return home.toAbsolutePath().normalize();
  }

  LabEnvironment open() {
    return LabEnvironment.open(
        new LabSettings(
            home(),
            LabSettings.defaultCache(),
            kernel,
            LabSettings.DEFAULT_IMAGE,
            LabSettings.accelerator(accelerator),
            true));
  }

  static String describe(LabEnvironment labs) {
    return "kernel "
        + labs.kernel().version()
        + ", "
        + labs.accelerator()
        + " ("
        + labs.accelerationReason()
        + "), "
        + Runtime.getRuntime().availableProcessors()
        + " cores";
  }
}
