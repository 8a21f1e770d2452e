// SPDX-License-Identifier: Apache-2.0
package dev.subflow.qemu;

import dev.subflow.vm.Accelerator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Builds the arguments of QEMU; pure, so that golden tests can hold it. */
final class QemuCommandLine {
  /**
   * Arguments of every guest's kernel; the agent's own parameters and a guest's extra ones follow.
   */
  private static final List<String> KERNEL_ARGUMENTS =
      List.of(
          "console=ttyS0",
          // WARN() prints at level 4, which "quiet" would hide from the splat watch.
          "loglevel=5",
          "printk.time=1",
          "panic=-1",
          "mitigations=off",
          "tsc=reliable",
          "no_timer_check",
          "random.trust_cpu=on",
          // Nothing is plugged into these; probing them costs boot time under emulation.
          "i8042.noaux",
          "i8042.nokbd",
          "cryptomgr.notests",
          "net.ifnames=0");

  private static final String MACHINE =
      "q35,usb=off,sata=off,smbus=off,vmport=off,graphics=off,dump-guest-core=off";

  // QEMU 7.2 may leave garbage in EFLAGS when an interrupt follows CMPXCHG16B, which SLUB uses
  // where the CPU has it: 23 of 100 boots died of it. See
  // harness/docs/decisions/0003-no-cx16-under-tcg.md. Where the CPU is said to be good at "rep
  // stosb", kernels clear memory with it, which is emulated byte by byte.
  private static final String EMULATED_CPU = "max,-cx16,-erms,-fsrm";

  private final List<String> arguments = new ArrayList<>();
  private final QemuConfiguration configuration;

  private QemuCommandLine(QemuConfiguration configuration) {
    this.configuration = configuration;
  }

  static List<String> of(QemuConfiguration configuration) {
    QemuCommandLine line = new QemuCommandLine(configuration);
    line.machine();
    if (!(configuration.origin() instanceof Origin.Cloned)) {
      line.kernel();
    }
    line.disk("root", configuration.root());
    configuration.programs().ifPresent(image -> line.disk("programs", image));
    configuration.modules().ifPresent(image -> line.disk("modules", image));
    configuration.attached().forEach((name, image) -> line.disk("opt-" + name, image));
    line.channels();
    line.nics();
    return List.copyOf(line.arguments);
  }

  /** The kernel command line alone, for results and messages. */
  static String kernelCommandLine(QemuConfiguration configuration) {
    List<String> all = new ArrayList<>(KERNEL_ARGUMENTS);
    char disk = 'a';
    all.add("subflow.root=vd" + disk);
    if (configuration.programs().isPresent()) {
      all.add("subflow.programs=vd" + ++disk);
    }
    if (configuration.modules().isPresent()) {
      all.add("subflow.modules=vd" + ++disk);
    }
    for (String name : configuration.attached().keySet()) {
      all.add("subflow.opt." + name + "=vd" + ++disk);
    }
    all.addAll(configuration.kernelArguments());
    return String.join(" ", all);
  }

  private void machine() {
    arguments.addAll(configuration.qemu());
    add("-name", "subflow-" + configuration.name());
    add("-nodefaults", "-no-user-config", "-no-reboot");
    add("-display", "none");
    // The guest is hostile: no new privileges, no new processes, no tuning of the host's scheduler.
    add("-sandbox", "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny");
    add(
        "-machine",
        MACHINE + (configuration.origin() instanceof Origin.Boot ? "" : ",memory-backend=ram"));
    add("-accel", accelerator());
    add("-cpu", configuration.accelerator() == Accelerator.KVM ? "host" : EMULATED_CPU);
    add("-smp", Integer.toString(configuration.vcpus()));
    add("-m", configuration.memoryMib() + "M");
    if (configuration.origin() instanceof Origin.Recorded recorded) {
      memoryFile(recorded.memory(), "share=on");
    } else if (configuration.origin() instanceof Origin.Cloned cloned) {
      memoryFile(
          cloned.memory(), cloned.readOnly() ? "share=off,readonly=on,rom=off" : "share=off");
      // The NICs get other addresses before anything uses them; nobody is to hear of the old ones.
      add("-global", "migration.announce-rounds=0");
      add("-incoming", "defer");
    }
  }

  private String accelerator() {
    return configuration.accelerator() == Accelerator.KVM
        ? "kvm"
        : "tcg,thread=" + (configuration.oneThread() ? "single" : "multi");
  }

  private void memoryFile(Path file, String use) {
    add(
        "-object",
        "memory-backend-file,id=ram,size="
            + configuration.memoryMib()
            + "M,"
            + use
            + ",mem-path="
            + escaped(file));
  }

  private void kernel() {
    add("-kernel", configuration.kernel().toString());
    add("-initrd", configuration.initramfs().toString());
    add("-append", kernelCommandLine(configuration));
  }

  private void disk(String id, Path image) {
    add("-drive", "if=none,id=" + id + ",format=raw,read-only=on,file=" + escaped(image));
    add("-device", "virtio-blk-pci,drive=" + id);
  }

  private void channels() {
    socket("qmp", configuration.qmp());
    add("-mon", "chardev=qmp,mode=control");
    socket("console", configuration.console());
    add("-serial", "chardev:console");
    socket("agent", configuration.agent());
    add("-device", "virtio-serial-pci");
    add("-device", "virtserialport,chardev=agent,name=dev.subflow.agent");
  }

  private void socket(String id, Path path) {
    add("-chardev", "socket,id=" + id + ",server=off,path=" + escaped(path));
  }

  private void nics() {
    int index = 0;
    for (QemuConfiguration.QemuNic nic : configuration.nics()) {
      add(
          "-netdev",
          "stream,id=net"
              + index
              + ",server=off,addr.type=unix,addr.path="
              + escaped(nic.socket()));
      add(
          "-device",
          "virtio-net-pci,romfile=,guest_announce=off,netdev=net"
              + index
              + ",id=nic"
              + index
              + ",mac="
              + nic.mac());
      index++;
    }
  }

  /** QEMU splits options at commas; a doubled comma stands for one. */
  private static String escaped(Path path) {
    return path.toString().replace(",", ",,");
  }

  private void add(String... words) {
    arguments.addAll(List.of(words));
  }
}
