// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.storage;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.subflow.guest.Command;
import dev.subflow.guest.Guest;
import dev.subflow.guest.RunningCommand;
import dev.subflow.stack.MptcpHost;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** A daemon that serves {@value #FOLDER}, started through {@code mptcpize run}. */
record FileServer(RunningCommand daemon, int port) implements AutoCloseable {
  static final String FOLDER = "/srv/files";

  /** Time that a command may take, on a kernel with KASAN too. */
  static final Duration LIMIT = Duration.ofMinutes(4);

  private static final Duration LIFE = LIMIT.multipliedBy(3);

  /** SMB: Samba's smbd. */
  static FileServer smbd(MptcpHost host) {
    host.guest().succeed("mkdir", "-p", "/var/log/samba");
    return start(host, 445, "smbd", "--foreground", "--no-process-group");
  }

  /** NFS version 4: ganesha. */
  static FileServer ganesha(MptcpHost host) {
    host.guest().succeed("mkdir", "-p", "/var/run/ganesha", "/var/lib/nfs/ganesha");
    return start(host, 2049, "ganesha.nfsd", "-F", "-L", "/dev/stderr", "-p", "/run/ganesha.pid");
  }

  private static FileServer start(MptcpHost host, int port, String... program) {
    makeFolder(host.guest());
    RunningCommand daemon = host.guest().start(mptcpize(program).timeout(LIFE));
    await(program[0] + " listens over MPTCP")
        .atMost(LIMIT)
        .failFast(program[0] + " ended", () -> !daemon.isRunning())
        .until(() -> listens(host, port));
    return new FileServer(daemon, port);
  }

  private static boolean listens(MptcpHost host, int port) {
    return host.listening().listening().stream()
        .anyMatch(s -> s.local().port().equals(OptionalInt.of(port)));
  }

  /** On a file system of its own: ganesha exports none that has no device. */
  private static void makeFolder(Guest guest) {
    guest.succeed(
        "sh",
        "-ec",
        """
        modprobe loop
        mkdir -p %1$s
        truncate -s 24M /tmp/files.img
        mkfs.ext4 -q /tmp/files.img
        mount -o loop /tmp/files.img %1$s
        chmod 777 %1$s
        """
            .formatted(FOLDER));
  }

  static Command mptcpize(String... program) {
    return Command.of(
            Stream.concat(Stream.of("mptcpize", "run"), Stream.of(program)).toArray(String[]::new))
        .timeout(LIMIT);
  }

  /** Writes a file of random bytes and returns its hash. */
  static String makeFile(Guest guest, String path, int bytes) {
    guest.succeed("sh", "-c", "head -c " + bytes + " /dev/urandom >" + path);
    return hash(guest, path);
  }

  static String hash(Guest guest, String path) {
    List<String> words = List.of(guest.succeed("sha256sum", path).stdout().split(" ", 2));
    assertThat(words).hasSize(2);
    return words.get(0);
  }

  @Override
  public void close() {
    daemon.close();
  }
}
