// SPDX-License-Identifier: Apache-2.0
package dev.subflow.lab;

import dev.subflow.artifact.Artifacts;
import dev.subflow.machine.Tool;
import dev.subflow.machine.Tools;
import dev.subflow.qemu.QemuProgram;
import dev.subflow.vm.Accelerator;
import java.util.Optional;

/** Finds the QEMU of a run, and how many processors its guests get. */
final class QemuSelection {
  /** The suite whose QEMU is taken where the installed one will not do. */
  private static final String SUITE = "trixie";

  private static final int MOST = 2;

  private final LabSettings settings;

  QemuSelection(LabSettings settings) {
    this.settings = settings;
  }

  /**
   * The QEMU that was asked for, where it needs not be fetched.
   *
   * @throws dev.subflow.failure.UsageException when it is missing, or will not do
   */
  Optional<QemuProgram> installed() {
    QemuChoice choice = settings.qemu();
    return choice.isMachine()
        ? Optional.of(QemuProgram.of(Tools.ofThisMachine().find(Tool.QEMU)))
        : choice.path().map(QemuProgram::at);
  }

  /** The QEMU that was asked for, which has to be fetched. */
  QemuProgram fetched(Artifacts artifacts) {
    return of(settings.qemu().suite().orElse(SUITE), artifacts);
  }

  private static QemuProgram of(String suite, Artifacts artifacts) {
    return QemuProgram.in(artifacts.qemu(suite), suite);
  }

  /** The QEMU to run guests with, now that it is known how: another one where this is unsound. */
  QemuProgram suited(QemuProgram first, Accelerator accelerator, Artifacts artifacts) {
    boolean unsound =
        accelerator == Accelerator.TCG && vcpus(accelerator) > 1 && !first.isSoundInParallel();
    return unsound && settings.qemu().isAuto() ? of(SUITE, artifacts) : first;
  }

  /** Virtual CPUs of guests that do not say: under emulation one, as each costs a core. */
  int vcpus(Accelerator accelerator) {
    int there = Runtime.getRuntime().availableProcessors();
    return settings.vcpus().orElse(accelerator == Accelerator.KVM ? Math.min(MOST, there) : 1);
  }
}
