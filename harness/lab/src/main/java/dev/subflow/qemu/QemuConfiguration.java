// SPDX-License-Identifier: Apache-2.0
package dev.subflow.qemu;

import dev.subflow.topology.MacAddress;
import dev.subflow.vm.Accelerator;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Everything that shapes one QEMU process.
 *
 * @param qemu words that start QEMU, before its arguments
 * @param origin whether it boots, or continues from a template
 * @param name guest name, shown in the process list
 * @param accelerator KVM or TCG
 * @param vcpus number of virtual CPUs
 * @param oneThread whether all emulated CPUs share a thread: slower, but sound under any QEMU
 * @param memoryMib memory in MiB
 * @param kernel vmlinux or bzImage
 * @param initramfs initial RAM file system
 * @param kernelArguments arguments added to the harness's own
 * @param root read-only root image
 * @param programs read-only image of guest programs
 * @param modules read-only image of kernel modules
 * @param attached further read-only images by the names of their folders under {@code /opt}
 * @param nics in the order in which the guest sees them
 * @param qmp unix socket that the harness listens on for QMP
 * @param console unix socket that the harness listens on for the serial console
 * @param agent unix socket that the harness listens on for the agent
 */
record QemuConfiguration(
    List<String> qemu,
    Origin origin,
    String name,
    Accelerator accelerator,
    int vcpus,
    boolean oneThread,
    int memoryMib,
    Path kernel,
    Path initramfs,
    List<String> kernelArguments,
    Path root,
    Optional<Path> programs,
    Optional<Path> modules,
    Map<String, Path> attached,
    List<QemuNic> nics,
    Path qmp,
    Path console,
    Path agent) {

  public QemuConfiguration {
    qemu = List.copyOf(qemu);
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(accelerator, "accelerator");
    Objects.requireNonNull(kernel, "kernel");
    Objects.requireNonNull(initramfs, "initramfs");
    kernelArguments = List.copyOf(kernelArguments);
    Objects.requireNonNull(root, "root");
    Objects.requireNonNull(programs, "programs");
    Objects.requireNonNull(modules, "modules");
    attached = Collections.unmodifiableMap(new LinkedHashMap<>(attached));
    nics = List.copyOf(nics);
    Objects.requireNonNull(qmp, "qmp");
    Objects.requireNonNull(console, "console");
    Objects.requireNonNull(agent, "agent");
  }

  /**
   * A NIC of the guest.
   *
   * @param mac the address that the guest sees at boot
   * @param socket unix socket of the wire, which listens
   */
  public record QemuNic(MacAddress mac, Path socket) {
    public QemuNic {
      Objects.requireNonNull(mac, "mac");
      Objects.requireNonNull(socket, "socket");
    }
  }
}
