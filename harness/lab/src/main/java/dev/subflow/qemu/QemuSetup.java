// SPDX-License-Identifier: Apache-2.0
package dev.subflow.qemu;

import dev.subflow.machine.FoundTool;
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
 * @param qemu the binary
 * @param major its major version
 * @param accelerator what guests run with
 * @param tscKhz how fast the machine's time stamp counter is, for guests under emulation; empty
 *     lets their kernels measure it
 */
record QemuSetup(Path qemu, int major, Accelerator accelerator, OptionalInt tscKhz) {
  private static final int FIRST_WITH_SOUND_SMP = 10;

  QemuSetup {
    Objects.requireNonNull(qemu, "qemu");
    Objects.requireNonNull(accelerator, "accelerator");
    tscKhz = accelerator == Accelerator.TCG ? tscKhz : OptionalInt.empty();
  }

  static QemuSetup of(FoundTool qemu, Accelerator accelerator, OptionalInt tscKhz) {
    int major = qemu.version().map(v -> v.parts().get(0)).orElse(0);
    return new QemuSetup(qemu.path(), major, accelerator, tscKhz);
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
        qemu,
        origin,
        spec.name(),
        accelerator,
        spec.host().vcpus(),
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
        && spec.host().vcpus() > 1
        && major < FIRST_WITH_SOUND_SMP;
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
