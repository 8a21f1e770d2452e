// SPDX-License-Identifier: Apache-2.0
package dev.subflow.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.subflow.process.Outsider;
import dev.subflow.process.ProcessSpec;
import dev.subflow.process.SessionDirectories;
import dev.subflow.qemu.QemuConfiguration.QemuNic;
import dev.subflow.topology.MacAddress;
import dev.subflow.vm.Accelerator;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HandoverTest {
  @TempDir private Path temp;
  private Path guest;
  private Path wires;

  @BeforeEach
  void make() throws IOException {
    assumeThat(SessionDirectories.uid()).as("only root can give files to outsiders").isZero();
    guest = Files.createDirectory(temp.resolve("g-1"));
    wires = Files.createDirectory(temp.resolve("w-2"));
    for (String socket : List.of("g-1/qmp", "g-1/con", "g-1/agent", "g-1/nic1", "w-2/nic0")) {
      file(socket, "rwxr-xr-x");
    }
    file("vmlinux", "rw-r--r--");
    file("initramfs", "rw-------");
    file("memory", "rw-rw----");
  }

  private Path file(String name, String mode) throws IOException {
    Path file = Files.createFile(temp.resolve(name));
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private ProcessSpec hand(Origin origin) throws IOException {
    return hand(TestTemplates.installed(Path.of("/usr/bin/qemu")), origin);
  }

  private ProcessSpec hand(QemuProgram qemu, Origin origin) throws IOException {
    MacAddress mac = new MacAddress("52:54:00:5f:01:01");
    return Handover.program(
        qemu,
        new QemuConfiguration(
            qemu.words(),
            origin,
            "client",
            Accelerator.TCG,
            1,
            false,
            256,
            temp.resolve("vmlinux"),
            temp.resolve("initramfs"),
            List.of(),
            temp.resolve("root"),
            Optional.empty(),
            Optional.of(temp.resolve("modules")),
            Map.of("more", temp.resolve("more")),
            List.of(
                new QemuNic(mac, wires.resolve("nic0")), new QemuNic(mac, guest.resolve("nic1"))),
            guest.resolve("qmp"),
            guest.resolve("con"),
            guest.resolve("agent")),
        guest,
        OptionalInt.of(108));
  }

  @Test
  void aQemuInATreeFindsItByADescriptor() throws IOException {
    Path tree = temp.resolve("tree");
    QemuProgram qemu =
        new QemuProgram(
            tree.resolve("usr/bin/qemu-system-x86_64"),
            Optional.of(tree),
            Optional.empty(),
            Optional.of("debian:trixie"));
    Template template = new Template(temp);
    ProcessSpec program = hand(qemu, new Origin.Cloned(template, template.memory(), true));

    assertThat(user(program).files().get(0)).isEqualTo(tree);
    assertThat(program.argv())
        .startsWith(
            "env",
            "QEMU_MODULE_DIR=/proc/self/fd/3/usr/lib/x86_64-linux-gnu/qemu",
            "/proc/self/fd/3/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2",
            "--library-path",
            "/proc/self/fd/3/usr/lib/x86_64-linux-gnu",
            "/proc/self/fd/3/usr/bin/qemu-system-x86_64",
            "-L",
            "/proc/self/fd/3/usr/share/qemu");
    assertThat(String.join(" ", program.argv())).doesNotContain(temp.toString());
  }

  private static Outsider user(ProcessSpec program) {
    return program.outsider().orElseThrow();
  }

  private static String mode(Path file) throws IOException {
    assertThat(Files.getAttribute(file, "unix:gid")).as("%s", file).isEqualTo(Outsider.FIRST);
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void aCopyGetsDescriptorsAndNamesNoPath() throws IOException {
    Template template = new Template(temp);
    ProcessSpec program = hand(new Origin.Cloned(template, template.memory(), false));

    assertThat(program.cwd()).contains(guest);
    assertThat(user(program).group()).hasValue(108);
    assertThat(user(program).files())
        .containsExactly(
            temp.resolve("more"),
            wires,
            template.memory(),
            temp.resolve("root"),
            temp.resolve("modules"));
    String line = String.join(" ", program.argv());
    assertThat(line)
        .doesNotContain(temp.toString())
        .contains("addr.path=/proc/self/fd/4/nic0", "addr.path=nic1", "path=qmp", "path=agent")
        .contains("mem-path=/proc/self/fd/5")
        .containsPattern("id=root,\\S*file=/dev/fdset/6 ")
        .containsPattern("id=modules,\\S*file=/dev/fdset/7 ")
        .containsPattern("id=opt-more,\\S*file=/dev/fdset/3 ")
        .endsWith(" -add-fd fd=3,set=3 -add-fd fd=6,set=6 -add-fd fd=7,set=7");
  }

  @Test
  void lettingItIntoItsFoldersAndSocketsAlone() throws IOException {
    ProcessSpec unused = hand(new Origin.Boot());

    assertThat(unused.name()).isEqualTo("qemu-client");
    assertThat(mode(guest)).isEqualTo("rwx--x---");
    assertThat(mode(wires)).isEqualTo("rwx--x---");
    assertThat(mode(guest.resolve("qmp"))).isEqualTo("rw-rw----");
    assertThat(mode(wires.resolve("nic0"))).isEqualTo("rw-rw----");
    assertThat(Files.getAttribute(temp.resolve("vmlinux"), "unix:gid")).isEqualTo(0);
  }

  @Test
  void aBootedOneReadsItsKernelAndGetsACopyOfWhatOnlyRootMayRead() throws IOException {
    Files.writeString(temp.resolve("initramfs"), "secret");

    ProcessSpec program = hand(new Origin.Boot());

    assertThat(String.join(" ", program.argv()))
        .contains("-kernel /proc/self/fd/5 ", "-initrd copy-initramfs ");
    assertThat(user(program).files()).element(2).isEqualTo(temp.resolve("vmlinux"));
    assertThat(guest.resolve("copy-initramfs")).hasContent("secret");
    assertThat(mode(guest.resolve("copy-initramfs"))).isEqualTo("rw-rw----");
  }

  @Test
  void oneToBeFrozenFillsAFileThatIsMadeForIt() throws IOException {
    Path memory = temp.resolve("fresh");

    ProcessSpec program = hand(new Origin.Recorded(memory));

    assertThat(memory).isEmptyFile();
    assertThat(mode(memory)).isEqualTo("rw-rw----");
    assertThat(String.join(" ", program.argv())).contains("share=on,mem-path=/proc/self/fd/");
    assertThat(user(program).files()).contains(memory);
  }

  @Test
  void aFileThatIsThereAlreadyIsNotFollowed() throws IOException {
    Path link = Files.createSymbolicLink(temp.resolve("link"), temp.resolve("victim"));

    Assertions.assertThatThrownBy(() -> hand(new Origin.Recorded(link)))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(temp.resolve("victim")).doesNotExist();
  }
}
