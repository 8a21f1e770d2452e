// SPDX-License-Identifier: Apache-2.0
package dev.subflow.qemu;

import dev.subflow.machine.QemuUser;
import dev.subflow.machine.Version;
import dev.subflow.qemu.QemuConfiguration.QemuNic;
import dev.subflow.vm.Accelerator;
import dev.subflow.vm.GuestSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * The QEMU of a run.
 *
 * @param qemu the program
 * @param accelerator what guests run with
 * @param tscKhz how fast the machine's time stamp counter is, for guests under emulation; empty
 *     lets their kernels measure it
 * @param user whom it runs as
 */
record QemuSetup(QemuProgram qemu, Accelerator accelerator, OptionalInt tscKhz, QemuUser user) {
  private static final Version FIRST_WITH_READ_ONLY_TEMPLATES = Version.of("8.2");

  QemuSetup {
    Objects.requireNonNull(qemu, "qemu");
    Objects.requireNonNull(accelerator, "accelerator");
    Objects.requireNonNull(user, "user");
    tscKhz = accelerator == Accelerator.TCG ? tscKhz : OptionalInt.empty();
  }

  /** Finds out whom it can run as, which starts it once where root calls. */
  static QemuSetup of(QemuProgram qemu, Accelerator accelerator, OptionalInt tscKhz) {
    QemuUser user = QemuUser.of(qemu::words, qemu.tree(), accelerator == Accelerator.KVM);
    return new QemuSetup(qemu, accelerator, tscKhz, user);
  }

  /**
   * Configuration that QEMU gets.
   *
   * @param directory where the sockets of the channels are
   */
  QemuConfiguration configuration(GuestSpec spec, Origin origin, Path directory) {
    List<QemuNic> nics = new ArrayList<>();
    for (int i = 0; i < spec.nicSockets().size(); i++) {
      nics.add(new QemuNic(spec.host().nics().get(i).mac(), spec.nicSockets().get(i)));
    }
    return new QemuConfiguration(
        qemu.words(),
        origin,
        spec.name(),
        accelerator,
        spec.host().processors(),
        isUnsoundInParallel(spec),
        spec.host().memoryMib(),
        spec.kernel().image(),
        spec.kernel().initramfs(),
        arguments(spec),
        spec.root().image(),
        spec.programs(),
        spec.kernel().modules(),
        spec.host().attached(),
        nics,
        directory.resolve("qmp"),
        directory.resolve("con"),
        directory.resolve("agent"));
  }

  /** Several CPUs that old QEMUs emulate at once trip over instructions that the kernel patches. */
  private boolean isUnsoundInParallel(GuestSpec spec) {
    return accelerator == Accelerator.TCG
        && spec.host().processors() > 1
        && !qemu.isSoundInParallel();
  }

  /** Older ones open the memory of a template for writing, though they never write there. */
  boolean readsTemplatesOnly() {
    return user.outsider().isPresent() && isAtLeast(FIRST_WITH_READ_ONLY_TEMPLATES);
  }

  private boolean isAtLeast(Version first) {
    return qemu.version().filter(own -> own.isAtLeast(first)).isPresent();
  }

  private List<String> arguments(GuestSpec spec) {
    List<String> arguments = new ArrayList<>();
    // A kernel that measures it on a busy machine may be wrong by far; KVM tells its guests.
    tscKhz.ifPresent(khz -> arguments.add("tsc_early_khz=" + khz));
    arguments.addAll(spec.kernelArguments());
    spec.root().init().ifPresent(init -> arguments.add("subflow.init=" + init));
    return arguments;
  }
}
