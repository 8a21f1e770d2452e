// SPDX-License-Identifier: Apache-2.0
package dev.subflow.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.qemu.QemuConfiguration.QemuNic;
import dev.subflow.topology.MacAddress;
import dev.subflow.vm.Accelerator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class QemuCommandLineTest {
  private static QemuConfiguration configuration(
      Accelerator accelerator,
      Optional<Path> modules,
      List<QemuNic> nics,
      List<String> kernelArguments) {
    return configuration(new Origin.Boot(), accelerator, modules, nics, kernelArguments);
  }

  private static QemuConfiguration configuration(
      Origin origin,
      Accelerator accelerator,
      Optional<Path> modules,
      List<QemuNic> nics,
      List<String> kernelArguments) {
    return new QemuConfiguration(
        List.of("/usr/bin/qemu-system-x86_64"),
        origin,
        "client",
        accelerator,
        1,
        false,
        256,
        Path.of("/c/vmlinux"),
        Path.of("/c/initramfs"),
        kernelArguments,
        Path.of("/c/root.erofs"),
        Optional.of(Path.of("/c/programs.erofs")),
        modules,
        Map.of(),
        nics,
        Path.of("/s/qmp"),
        Path.of("/s/con"),
        Path.of("/s/agent"));
  }

  private static QemuNic nic(int n) {
    return new QemuNic(new MacAddress("52:54:00:5f:01:0" + n), Path.of("/s/nic" + n));
  }

  @Test
  void twoNicsUnderTcg() throws IOException {
    var line =
        QemuCommandLine.of(
            configuration(
                Accelerator.TCG,
                Optional.of(Path.of("/c/modules.erofs")),
                List.of(nic(1), nic(2)),
                List.of()));

    assertThat(String.join("\n", line)).isEqualTo(golden("two-nics-tcg.args"));
  }

  @Test
  void oneToBeFrozen() throws IOException {
    var line =
        QemuCommandLine.of(
            configuration(
                new Origin.Recorded(Path.of("/c/t/memory")),
                Accelerator.TCG,
                Optional.empty(),
                List.of(nic(1)),
                List.of()));

    assertThat(String.join("\n", line)).isEqualTo(golden("recorded.args"));
  }

  @Test
  void aCopyOfATemplate() throws IOException {
    var line =
        QemuCommandLine.of(
            configuration(
                new Origin.Cloned(new Template(Path.of("/c/t")), Path.of("/c/t/memory"), false),
                Accelerator.TCG,
                Optional.empty(),
                List.of(nic(1)),
                List.of()));

    assertThat(String.join("\n", line)).isEqualTo(golden("cloned.args"));
  }

  @Test
  void aCopyThatMayOnlyReadItsTemplate() throws IOException {
    var line =
        QemuCommandLine.of(
            configuration(
                new Origin.Cloned(new Template(Path.of("/c/t")), Path.of("/proc/self/fd/3"), true),
                Accelerator.TCG,
                Optional.empty(),
                List.of(nic(1)),
                List.of()));

    assertThat(String.join("\n", line))
        .isEqualTo(
            golden("cloned.args")
                .replace("share=off", "share=off,readonly=on,rom=off")
                .replace("/c/t/memory", "/proc/self/fd/3"));
  }

  @Test
  void noModulesUnderKvm() throws IOException {
    var line =
        QemuCommandLine.of(
            configuration(
                Accelerator.KVM,
                Optional.empty(),
                List.of(),
                List.of("sysctl.net.mptcp.enabled=0")));

    assertThat(String.join("\n", line)).isEqualTo(golden("no-modules-kvm.args"));
  }

  @Test
  void commasInPathsDoNotSplitOptions() {
    var line =
        QemuCommandLine.of(
            configuration(
                Accelerator.TCG,
                Optional.of(Path.of("/a,b/modules.erofs")),
                List.of(new QemuNic(new MacAddress("52:54:00:5f:01:01"), Path.of("/a,b/n"))),
                List.of()));

    assertThat(line)
        .anyMatch(a -> a.endsWith("file=/a,,b/modules.erofs"))
        .anyMatch(a -> a.endsWith("path=/a,,b/n"));
  }

  private static String golden(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(QemuCommandLineTest.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }
}
