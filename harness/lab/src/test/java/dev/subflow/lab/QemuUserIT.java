// SPDX-License-Identifier: Apache-2.0
package dev.subflow.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.subflow.machine.QemuUser;
import dev.subflow.machine.Tool;
import dev.subflow.machine.Tools;
import dev.subflow.process.Outsider;
import dev.subflow.process.Program;
import dev.subflow.process.SessionDirectories;
import dev.subflow.topology.Topology;
import dev.subflow.topology.TwoPaths;
import dev.subflow.vm.Accelerator;
import dev.subflow.vm.Vm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Root's guests have no rights on this machine, whether they are copies or have booted. */
@Timeout(180)
final class QemuUserIT {
  private static final Topology TOPOLOGY = new TwoPaths().topology();

  @TempDir Path evidence;
  private LabEnvironment environment;

  @BeforeEach
  void open() {
    assumeThat(SessionDirectories.uid()).as("only root's QEMU becomes another user").isZero();
    environment = TestLabs.open();
    Path qemu = Tools.ofThisMachine().find(Tool.QEMU).path();
    boolean kvm = environment.accelerator() == Accelerator.KVM;
    assumeThat(QemuUser.of(qemu, kvm).hindrance()).as("why QEMU runs as root here").isEmpty();
  }

  @AfterEach
  void close() {
    if (environment != null) {
      environment.close();
    }
  }

  @Test
  void copiesHaveNoRights() throws IOException {
    try (Lab lab = environment.start(TOPOLOGY, evidence, r -> {})) {
      assertThat(evidence.resolve("qemu-client.args")).content().contains("-incoming");
      assertNoRights(lab);
    }
  }

  @Test
  void bootedOnesHaveNoRights() throws IOException {
    try (Lab lab = environment.start(TOPOLOGY, evidence, r -> {}, true)) {
      assertThat(evidence.resolve("qemu-client.args")).content().contains("-kernel");
      assertNoRights(lab);
    }
  }

  private static void assertNoRights(Lab lab) throws IOException {
    List<String> users = new ArrayList<>();
    for (Vm guest : lab.guests()) {
      Map<String, String> status = status(guest.pid());
      String user = Long.toString(Outsider.FIRST + guest.pid());
      String group = Integer.toString(Outsider.FIRST);
      users.add(user);
      assertThat(status)
          .as(guest.name())
          .containsEntry("Uid", String.join("\t", user, user, user, user))
          .containsEntry("Gid", String.join("\t", group, group, group, group))
          .containsEntry("CapEff", "0000000000000000")
          .containsEntry("CapPrm", "0000000000000000")
          .containsEntry("CapBnd", "0000000000000000")
          .containsEntry("NoNewPrivs", "1")
          .containsEntry("Seccomp", "2");
      assertThat(status.get("Groups")).as(guest.name()).doesNotMatch("(.* )?0( .*)?");
    }
    assertThat(users).hasSize(TOPOLOGY.hosts().size()).doesNotHaveDuplicates();
  }

  private static Map<String, String> status(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .map(line -> line.split(":\\s*", 2))
        .collect(Collectors.toMap(field -> field[0], field -> field[1].strip()));
  }

  @Test
  void whoeverTakesOverAQemuReadsNothingOfRoots() throws IOException {
    Path secret = Files.writeString(evidence.resolve("secret"), "key");
    try (Lab lab = environment.start(TOPOLOGY, evidence, r -> {})) {
      long pid = lab.guest("client").pid();
      Path root = Path.of("/proc/" + pid + "/root");
      for (Path closed :
          List.of(
              Path.of(System.getProperty("user.home")),
              Path.of("/etc/shadow"),
              secret,
              Path.of("/tmp/subflow-0"),
              Path.of("/proc/" + lab.guest("server").pid() + "/cwd/"),
              Path.of("/proc/" + ProcessHandle.current().pid() + "/environ"))) {
        assertThat(as(pid, "cat " + root + closed + "; ls " + root + closed))
            .as("%s", closed)
            .contains("Permission denied")
            .doesNotContain("key");
      }
      // Else the answers above would say nothing.
      assertThat(as(pid, "cat " + root + "/etc/hostname && ls /proc/" + pid + "/cwd/qmp"))
          .isEqualTo(Files.readString(Path.of("/etc/hostname")) + "/proc/" + pid + "/cwd/qmp\n");
    }
  }

  /** The answer to what the user of a QEMU does. */
  private static String as(long pid, String script) throws IOException {
    Program.Answer answer =
        Program.of(
                "setpriv",
                "--reuid=" + (Outsider.FIRST + pid),
                "--regid=" + Outsider.FIRST,
                "--clear-groups",
                "sh",
                "-c",
                script)
            .answer();
    return answer.out() + answer.err();
  }

  @Test
  void noFileIsOpenForWritingButATemplatesMemory() throws IOException {
    try (Lab lab = environment.start(TOPOLOGY, evidence, r -> {})) {
      for (Vm guest : lab.guests()) {
        Map<Path, Boolean> files = writable(guest.pid());
        assertThat(files).as(guest.name()).containsValue(false);
        // Since QEMU 8.2 that is not either.
        files.keySet().removeIf(file -> file.endsWith("memory"));
        assertThat(files).as(guest.name()).doesNotContainValue(true);
      }
    }
  }

  /** The files that a process has open, and whether it can write them. */
  private static Map<Path, Boolean> writable(long pid) throws IOException {
    Map<Path, Boolean> files = new HashMap<>();
    try (Stream<Path> all = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      for (Path descriptor : all.filter(Files::isRegularFile).toList()) {
        Path info = Path.of("/proc/" + pid + "/fdinfo").resolve(descriptor.getFileName());
        // flags:	0100002
        boolean writes =
            Files.readAllLines(info).stream()
                .anyMatch(line -> line.startsWith("flags:") && !line.endsWith("0"));
        files.merge(Files.readSymbolicLink(descriptor), writes, Boolean::logicalOr);
      }
    }
    return files;
  }
}
