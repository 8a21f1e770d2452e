// SPDX-License-Identifier: Apache-2.0
package dev.subflow.qemu;

import dev.subflow.machine.Tool;
import dev.subflow.machine.Tools;
import dev.subflow.vm.Accelerator;
import dev.subflow.vm.QemuChoice;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** Finds the QEMU of a run, and how many processors its guests get. */
public final class QemuSelection {
  /** The suite whose QEMU is taken where the installed one will not do. */
  private static final String SUITE = "trixie";

  private static final int MOST = 2;

  private final QemuChoice choice;
  private final OptionalInt vcpus;

  /**
   * A selection for a run.
   *
   * @param choice what the user wants
   * @param vcpus virtual CPUs of guests that do not say; absent for as many as suits
   */
  public QemuSelection(QemuChoice choice, OptionalInt vcpus) {
    this.choice = choice;
    this.vcpus = vcpus;
  }

  /**
   * The QEMU that was asked for, where it needs not be fetched.
   *
   * @throws dev.subflow.failure.UsageException when it is missing, or will not do
   */
  public Optional<QemuProgram> installed() {
    return choice.isMachine()
        ? Optional.of(QemuProgram.of(Tools.ofThisMachine().find(Tool.QEMU)))
        : choice.path().map(QemuProgram::at);
  }

  /**
   * The QEMU that was asked for, which has to be fetched.
   *
   * @param trees unpacked Debians with a QEMU, by their suites
   */
  public QemuProgram fetched(Function<String, Path> trees) {
    return of(choice.suite().orElse(SUITE), trees);
  }

  private static QemuProgram of(String suite, Function<String, Path> trees) {
    return QemuProgram.in(trees.apply(suite), suite);
  }

  /**
   * The QEMU to run guests with, now that it is known how: another one where this is unsound.
   *
   * @param trees unpacked Debians with a QEMU, by their suites
   */
  public QemuProgram suited(
      QemuProgram first, Accelerator accelerator, Function<String, Path> trees) {
    boolean unsound =
        accelerator == Accelerator.TCG && vcpus(accelerator) > 1 && !first.isSoundInParallel();
    return unsound && choice.isAuto() ? of(SUITE, trees) : first;
  }

  /** Virtual CPUs of guests that do not say: under emulation one, as each costs a core. */
  public int vcpus(Accelerator accelerator) {
    int there = Runtime.getRuntime().availableProcessors();
    return vcpus.orElse(accelerator == Accelerator.KVM ? Math.min(MOST, there) : 1);
  }
}
