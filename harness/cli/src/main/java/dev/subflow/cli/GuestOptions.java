// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.junit.RunSettings;
import dev.subflow.lab.LabSettings;
import dev.subflow.vm.Accelerator;
import dev.subflow.vm.QemuChoice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** Guests and what comes of them: options that {@code run} and {@code shell} share. */
final class GuestOptions extends ArtifactOptions {
  @Option(
      names = "--accel",
      paramLabel = "auto|kvm|tcg",
      defaultValue = "auto",
      completionCandidates = Accelerators.class,
      description = "What runs the guests; auto takes KVM where a guest boots under it.")
  String accelerator = "auto";

  @Option(
      names = "--qemu",
      paramLabel = "auto|machine|debian:SUITE|PATH",
      defaultValue = "auto",
      description =
          "The QEMU that runs the guests: this machine's, one of Debian's, which is fetched, or"
              + " another; auto takes Debian's where this machine's can't emulate several"
              + " processors soundly.")
  String qemu = "auto";

  @Option(
      names = "--cpus",
      paramLabel = "N",
      description = "Processors of each guest (default: 2 under KVM, 1 where they are emulated).")
  Optional<Integer> cpus = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where results and evidence go (default: target/subflow/<time>-<id>).")
  Optional<Path> out = Optional.empty();

  @Option(
      names = "--cold",
      description = "Boot every guest instead of copying it from a template; same results.")
  boolean cold;

  /** For the completion of the shell. */
  private static final class Accelerators extends ArrayList<String> {
    Accelerators() {
      super(List.of("auto", "kvm", "tcg"));
    }
  }

  /** The accelerator asked for; empty when the machine is to be probed. */
  Optional<Accelerator> forcedAccelerator() {
    return LabSettings.accelerator(accelerator);
  }

  @Override
  LabSettings settings(Path home) {
    return new LabSettings(
        home,
        LabSettings.defaultCache(),
        kernel,
        image,
        forcedAccelerator(),
        QemuChoice.parse(qemu),
        cpus.map(LabSettings::vcpus).orElseGet(OptionalInt::empty),
        !cold);
  }

  /** Settings of a run of such guests. */
  RunSettings run(Path home) {
    return RunSettings.of(settings(home));
  }
}
