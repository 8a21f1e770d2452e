// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.kernel;

import dev.subflow.failure.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Requirements of a kernel's configuration before it is worth booting. */
final class KernelRequirements {
  /**
   * One option and what it is for.
   *
   * @param builtIn whether a module would come too late
   */
  private record Need(String option, boolean builtIn, String purpose) {}

  private static final List<Need> NEEDS =
      List.of(
          builtIn("MPTCP", "Multipath TCP itself"),
          builtIn("MPTCP_IPV6", "Multipath TCP over IPv6"),
          either("INET_MPTCP_DIAG", "\"ss -M\" shows MPTCP sockets"),
          either("VIRTIO_PCI", "every device of the guest"),
          either("VIRTIO_NET", "its network interfaces"),
          either("VIRTIO_BLK", "its disks"),
          either("VIRTIO_CONSOLE", "the channel to its agent"),
          either("EROFS_FS", "its root file system"),
          either("OVERLAY_FS", "a writable layer on top"),
          either("UNIX", "local sockets"),
          builtIn("BLK_DEV_INITRD", "the initramfs"),
          builtIn("BINFMT_ELF", "running programs"),
          builtIn("DEVTMPFS", "device nodes"),
          builtIn("TMPFS", "the writable layer's files"),
          builtIn("PROC_FS", "/proc"),
          builtIn("SYSFS", "/sys"),
          builtIn("SERIAL_8250_CONSOLE", "the console"));

  private KernelRequirements() {}

  private static Need builtIn(String option, String purpose) {
    return new Need(option, true, purpose);
  }

  private static Need either(String option, String purpose) {
    return new Need(option, false, purpose);
  }

  /** Throws one {@link UsageException} that names all that is missing. */
  static void check(String kernel, KernelConfig config, boolean hasModules) {
    List<String> faults = new ArrayList<>();
    List<String> options = new ArrayList<>();
    for (Need need : NEEDS) {
      String name = "CONFIG_" + need.option();
      if (!config.has(need.option())) {
        faults.add(name + " is not set: " + need.purpose());
        options.add(need.option());
      } else if (config.isModule(need.option()) && need.builtIn()) {
        faults.add(name + "=m, must be y: " + need.purpose());
        options.add(need.option());
      } else if (config.isModule(need.option()) && !hasModules) {
        faults.add(name + "=m, but there are no modules: " + need.purpose());
        options.add(need.option());
      }
    }
    if (!faults.isEmpty()) {
      throw new UsageException(
          String.format(
              Locale.ROOT,
              "Kernel %s can't be used, options missing: %d%n  %s%n"
                  + "Set them in its tree (\"scripts/config -e %s && make olddefconfig && make\"),"
                  + " or use a kernel that has them (\"subflow kernel list\").",
              kernel,
              faults.size(),
              String.join(String.format("%n  "), faults),
              String.join(" -e ", options)));
    }
  }
}
