// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.lab.LabSettings;
import dev.subflow.vm.Accelerator;
import dev.subflow.vm.QemuChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** Virtual machines that guests run in: options of all commands that start guests. */
final class MachineOptions {
  @Option(
      names = "--accel",
      paramLabel = "auto|kvm|tcg",
      defaultValue = "auto",
      completionCandidates = Accelerators.class,
      description = "What runs the guests; auto takes KVM where a guest boots under it.")
  private String accelerator = "auto";

  @Option(
      names = "--qemu",
      paramLabel = "auto|machine|debian:SUITE|PATH",
      defaultValue = "auto",
      description =
          "The QEMU that runs the guests: this machine's, one of Debian's, which is fetched, or"
              + " another; auto takes Debian's where --cpus asks for several processors that this"
              + " machine's can't emulate soundly.")
  private String qemu = "auto";

  @Option(
      names = "--cpus",
      paramLabel = "N",
      description = "Processors of each guest (default: 2 under KVM, 1 where they are emulated).")
  private Optional<Integer> cpus = Optional.empty();

  /** For the completion of the shell. */
  private static final class Accelerators extends ArrayList<String> {
    Accelerators() {
      super(List.of("auto", "kvm", "tcg"));
    }
  }

  /**
   * Checks what the parser cannot.
   *
   * @throws dev.subflow.failure.UsageException naming what can't be had
   */
  void check() {
    var unusedAccelerator = accelerator();
    var unusedQemu = qemu();
    var unusedCpus = cpus();
  }

  /** The accelerator asked for; empty when the machine is to be probed. */
  Optional<Accelerator> accelerator() {
    return LabSettings.accelerator(accelerator);
  }

  QemuChoice qemu() {
    return LabSettings.qemu(qemu);
  }

  OptionalInt cpus() {
    return cpus.map(LabSettings::vcpus).orElseGet(OptionalInt::empty);
  }
}
