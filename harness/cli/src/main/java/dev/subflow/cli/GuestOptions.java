// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.junit.RunSettings;
import dev.subflow.lab.LabSettings;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Guests and what comes of them: options that {@code run} and {@code shell} share. */
final class GuestOptions extends ArtifactOptions {
  @Mixin MachineOptions machine = new MachineOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where results and evidence go (default: target/subflow/<time>-<id>).")
  Optional<Path> out = Optional.empty();

  @Option(
      names = "--cold",
      description = "Boot every guest instead of copying it from a template; same results.")
  boolean cold;

  @Override
  LabSettings settings(Path home) {
    return new LabSettings(
        home,
        LabSettings.defaultCache(),
        kernel,
        image,
        machine.accelerator(),
        machine.qemu(),
        machine.cpus(),
        !cold);
  }

  /** Settings of a run of such guests. */
  RunSettings run(Path home) {
    return RunSettings.of(settings(home));
  }
}
