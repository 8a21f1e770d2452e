// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.root;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.subflow.artifact.debian.DebianMirror;
import dev.subflow.cache.Cache;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a Makefile of a hostile tree tries, in the real toolbox. */
final class SandboxIT {
  private final Toolbox toolbox =
      new Toolbox(
          Cache.ofUser(),
          Path.of("../../images").toAbsolutePath().normalize(),
          DebianMirror.ofMachine(),
          said -> {});

  @TempDir Path folder;

  private String shell(String script) throws IOException {
    return toolbox.command("sh", "-c", script).output();
  }

  @Test
  void itHasNoCapabilityAndGainsNone() throws IOException {
    assertThat(shell("grep -E '^(Cap|NoNewPrivs|Seccomp:)' /proc/self/status | tr -d '\\t'"))
        .isEqualTo(
            """
            CapInh:0000000000000000
            CapPrm:0000000000000000
            CapEff:0000000000000000
            CapBnd:0000000000000000
            CapAmb:0000000000000000
            NoNewPrivs:1
            Seccomp:2
            """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unshare --user true",
        "unshare --mount true",
        "mount -t tmpfs none /tmp",
        "chroot / true",
        "mknod /tmp/disk b 8 0",
        "echo x >/proc/sys/kernel/core_pattern",
        "test -w /proc/sysrq-trigger",
        "echo 1 >/proc/irq/default_smp_affinity",
        "chmod 600 /usr/bin/env",
        "touch /tmp/x && chmod u+s /tmp/x",
        "touch /tmp/x && chmod g+s /tmp/x",
        "python3 -c 'import os; os.open(\"/tmp/x\", os.O_CREAT | os.O_WRONLY, 0o4755)'",
        "mkfifo /tmp/x && chmod 4755 /tmp/x",
        "echo x >/etc/passwd",
        "echo x >/usr/bin/x",
        "echo x >/x",
        "python3 -c 'import socket; socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM)'",
        "python3 -c 'import socket; socket.socket(socket.AF_PACKET, socket.SOCK_RAW)'",
        "python3 -c 'import os,ctypes;"
            + " os._exit(ctypes.CDLL(None).syscall(250, 0, -3, 1) == -1)'", // keyctl
        "python3 -c 'import os,ctypes;"
            + " os._exit(ctypes.CDLL(None).syscall(321, 0, 0, 0) == -1)'", // bpf
        "python3 -c 'import fcntl,termios; fcntl.ioctl(0, termios.TIOCSTI, b\"x\")'"
      })
  void thisIsRefused(String attempt) {
    assertThatThrownBy(() -> shell(attempt)).isInstanceOf(IOException.class);
  }

  @Test
  void itsDevicesWorkAndAreItsOwn() throws IOException {
    assertThat(
            shell(
                "echo x >/dev/null; head -c 3 /dev/zero | wc -c; head -c 4 /dev/urandom | wc -c;"
                    + " chmod 600 /dev/null 2>/dev/null; python3 -c 'import subprocess;"
                    + " subprocess.run([\"true\"], stdout=subprocess.DEVNULL); print(5)'"))
        .isEqualTo("3\n4\n5\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of("/dev/null"))))
        .isEqualTo("rw-rw-rw-");
  }

  @Test
  void itsSocketsOfTheUsualKindsWork() throws IOException {
    assertThat(
            shell(
                "python3 -c 'import socket;"
                    + " [socket.socket(f, socket.SOCK_STREAM).close() for f in"
                    + " (socket.AF_UNIX, socket.AF_INET, socket.AF_INET6)]; print(1)'"))
        .isEqualTo("1\n");
  }

  @Test
  void itSeesNothingOfThisMachine() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "secret");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
    Path open = Files.createDirectory(folder.resolve("open"));
    Files.createSymbolicLink(open.resolve("link"), secret);

    String output =
        toolbox
            .command(
                "sh",
                "-c",
                "(cat \"$1\" \"$2/link\"; ls -A /root /home /sys /run; find / -xdev -name secret)"
                    + " 2>&1; true",
                "look",
                secret.toString(),
                open.toString())
            .writing(open)
            .output();

    assertThat(output).contains(secret + ": No such file or directory").doesNotContain("secret\n");
    assertThat(shell("cat /proc/net/dev | wc -l").strip()).isEqualTo("3");
    assertThat(shell("ls /proc | grep -c '^[0-9]'").strip()).hasSizeLessThan(2);
  }

  @Test
  void aLinkOutOfTheBuildFolderLeadsNowhere() throws IOException {
    Path victim = Files.writeString(folder.resolve("victim"), "untouched");
    Path build = Files.createDirectory(folder.resolve("build"));
    Files.createSymbolicLink(build.resolve("out"), victim);

    toolbox
        .command("sh", "-c", "(echo x >>" + build + "/out; rm -f " + victim + ") 2>&1; true")
        .writing(build)
        .output();

    assertThat(victim).hasContent("untouched");
  }

  @Test
  void memoryProcessesAndFilesAreLimited() throws IOException {
    List<String> limits = shell("ulimit -c; ulimit -p; ulimit -f; ulimit -v").lines().toList();

    assertThat(limits.get(0)).isEqualTo("0");
    assertThat(limits).doesNotContain("unlimited");
    assertThatThrownBy(() -> shell("ulimit -v unlimited")).isInstanceOf(IOException.class);
  }

  @Test
  void aCommandHasALimitedGroupUntilItsEnd() throws Exception {
    assumeLimitedGroups();
    CompletableFuture<String> command =
        CompletableFuture.supplyAsync(() -> uncheckedShell("sleep 3; echo over"));
    Set<Path> during = new HashSet<>();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              groups().stream().filter(SandboxIT::isOurs).forEach(during::add);
              return command.isDone();
            });

    assertThat(command.get()).contains("over");
    assertThat(during).isNotEmpty();
    assertThat(groups()).doesNotContainAnyElementsOf(during);
  }

  /** Others may build on this machine meanwhile: a group is named after the shell that made it. */
  private static boolean isOurs(Path group) {
    String name = String.valueOf(group.getFileName());
    long shell = Long.parseLong(name.substring(name.lastIndexOf('-') + 1));
    return ProcessHandle.current().descendants().anyMatch(process -> process.pid() == shell);
  }

  private String uncheckedShell(String script) {
    try {
      return shell(script);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Other users' processes are limited by prlimit(1), which does not count root's. */
  private static void assumeLimitedGroups() throws IOException {
    assumeTrue(RootImageBuilder.isRoot(), "only root's commands have control groups");
    assumeTrue(
        Stream.of("/sys/fs/cgroup/pids", "/sys/fs/cgroup")
            .map(Path::of)
            .anyMatch(Files::isWritable),
        "control groups can't be made here, so root's processes are not limited");
  }

  private static Set<Path> groups() {
    Set<Path> groups = new HashSet<>();
    for (String hierarchy : List.of("/sys/fs/cgroup", "/sys/fs/cgroup/pids")) {
      File[] there = new File(hierarchy).listFiles((f, name) -> name.startsWith("subflow-"));
      for (File group : there == null ? new File[0] : there) {
        if (new File(group, "pids.max").exists()) {
          groups.add(group.toPath());
        }
      }
    }
    return groups;
  }

  @Test
  void aForkBombEndsWithItsCommand() throws IOException {
    assertThatThrownBy(
            () ->
                toolbox
                    .command("sh", "-c", "b() { b | b & }; b; exec sleep 100.25")
                    .limit(Duration.ofSeconds(3))
                    .output())
        .isInstanceOf(IOException.class);

    // The kernel ends a process namespace by itself, but not at once when thousands are in it.
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(
                        ProcessHandle.allProcesses().flatMap(p -> p.info().commandLine().stream()))
                    .filteredOn(line -> line.contains("sleep 100.25"))
                    .isEmpty());
  }

  @Test
  void theExitCodeIsTheCommands() {
    assertThatThrownBy(() -> shell("exit 42")).hasMessageContaining("42");
  }
}
