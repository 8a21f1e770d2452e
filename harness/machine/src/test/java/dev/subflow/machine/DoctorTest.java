// SPDX-License-Identifier: Apache-2.0
package dev.subflow.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.subflow.machine.Check.Status;
import dev.subflow.process.SessionDirectories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DoctorTest {
  @TempDir private Path temp;

  @Test
  void examinesThisMachine() {
    Diagnosis diagnosis =
        new Doctor(Tools.ofThisMachine(), temp.resolve("cache")).examine(Optional.empty(), false);

    assertThat(diagnosis.checks())
        .extracting(Check::name)
        .contains("qemu-system-x86_64", "kvm", "cores", "memory", "cache", "java")
        .doesNotContain("package network")
        .doesNotHaveDuplicates();
    assertThat(diagnosis.checks())
        .allSatisfy(
            check -> assertThat(check.advice().isPresent()).isEqualTo(check.status() != Status.OK));
    assertThat(temp.resolve("cache")).doesNotExist();
  }

  @Test
  void aMissingToolBlocksAndHasALine() throws IOException {
    ToolBox box = new ToolBox(temp);
    box.add("apt-get", "echo apt 2.6.1");

    Diagnosis diagnosis = examine(box.environment(), temp);

    assertThat(diagnosis.ready()).isFalse();
    Check qemu = check(diagnosis, "qemu-system-x86_64");
    assertThat(qemu.status()).isEqualTo(Status.MISSING);
    assertThat(qemu.blocks()).isTrue();
    assertThat(diagnosis.line().orElseThrow())
        .startsWith("apt-get install -y --no-install-recommends qemu-system-x86");
  }

  @Test
  void anOldQemuIsToldWithBothVersions() throws IOException {
    ToolBox box = new ToolBox(temp);
    box.add("qemu-system-x86_64", "echo QEMU emulator version 6.2.0");

    Check qemu = check(examine(box.environment(), temp), "qemu-system-x86_64");

    assertThat(qemu.status()).hasToString("too old");
    assertThat(qemu.detail()).endsWith("qemu-system-x86_64 6.2.0, needed 7.2");
  }

  @Test
  void kvmThatBootsNoGuestIsLimited() {
    assumeThat(Files.isWritable(Path.of("/dev/kvm"))).isTrue();
    Check kvm = MachineChecks.kvm(Optional.of(new KvmProbe(false, "a probe guest did not boot")));

    assertThat(kvm.status()).isEqualTo(Status.LIMITED);
    assertThat(kvm.detail()).contains("a probe guest did not boot").contains("TCG");
    assertThat(kvm.blocks()).isFalse();
  }

  @Test
  void aCacheThatCannotBeWrittenBlocks() throws IOException {
    Path file = Files.createFile(temp.resolve("file"));
    Check cache = MachineChecks.cache(file.resolve("subflow"), true);

    assertThat(cache.blocks()).isTrue();
    assertThat(cache.advice().orElseThrow()).contains("XDG_CACHE_HOME");
  }

  @Test
  void aCacheThatHasTheImagesNeedNotBeWritten() throws IOException {
    Path file = Files.createFile(temp.resolve("file"));
    Check cache = MachineChecks.cache(file.resolve("subflow"), false);

    assertThat(cache.blocks()).isFalse();
    assertThat(cache.detail()).contains("only what it has can be used");
  }

  @Test
  void aReadOnlyCacheBlocksAUser() throws IOException {
    assumeThat(SessionDirectories.uid()).as("root writes everywhere").isNotZero();
    Path readOnly =
        Files.createDirectory(
            temp.resolve("ro"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));
    assertThat(MachineChecks.cache(readOnly.resolve("subflow"), true).blocks()).isTrue();
  }

  private static Diagnosis examine(Map<String, String> environment, Path cache) {
    return new Doctor(new Tools(environment, true, Path.of("/")), cache)
        .examine(Optional.empty(), false);
  }

  private static Check check(Diagnosis diagnosis, String name) {
    return diagnosis.checks().stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
  }
}
