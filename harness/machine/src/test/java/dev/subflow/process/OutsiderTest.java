// SPDX-License-Identifier: Apache-2.0
package dev.subflow.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a program of root's that has become an outsider is, sees and can do. */
final class OutsiderTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir private Path temp;
  private Session session;

  static void assumeThatOutsidersCanBe() {
    assumeThat(SessionDirectories.uid()).as("only root can start outsiders").isZero();
    assumeThat(new Outsider(OptionalInt.empty()).hindrance(List.of("true")))
        .as("why outsiders cannot be started here")
        .isEmpty();
  }

  @BeforeEach
  void open() throws IOException {
    assumeThatOutsidersCanBe();
    // Nobody else gets into it, as into root's home.
    Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwx------"));
    session = Session.open(SessionDirectories.at(temp.resolve("subflow")));
  }

  @AfterEach
  void close() {
    if (session != null) {
      session.close();
    }
  }

  private ManagedProcess run(Outsider outsider, String script) {
    return session.run(ProcessSpec.of("outsider", "sh", "-c", script).by(outsider), SOON);
  }

  private static Outsider outsider(Path... files) {
    return new Outsider(List.of(files), OptionalInt.empty());
  }

  @Test
  void hasNoRights() {
    ManagedProcess process =
        run(
            outsider(),
            "grep -E '^(Uid|Gid|Groups|Cap...|NoNewPrivs):' /proc/self/status; echo $$");

    String id = Long.toString(Outsider.FIRST + process.pid());
    String group = Integer.toString(Outsider.FIRST);
    assertThat(process.tail().lines())
        .containsExactly(
            "Uid:\t" + String.join("\t", id, id, id, id),
            "Gid:\t" + String.join("\t", group, group, group, group),
            "Groups:\t ",
            "CapInh:\t0000000000000000",
            "CapPrm:\t0000000000000000",
            "CapEff:\t0000000000000000",
            "CapBnd:\t0000000000000000",
            "CapAmb:\t0000000000000000",
            "NoNewPrivs:\t1",
            Long.toString(process.pid()));
  }

  @Test
  void isInTheGroupOfADevice() {
    Outsider outsider = new Outsider(List.of(), OptionalInt.of(77));
    assertThat(run(outsider, "id -G").tail()).isEqualTo(Outsider.FIRST + " 77");
  }

  @Test
  void readsWhatItWasHandedAndNothingBesides() throws IOException {
    Path first = Files.writeString(temp.resolve("first"), "one\n");
    Path odd = Files.writeString(temp.resolve("$(touch odd) 'a\"b"), "two\n");
    Files.setPosixFilePermissions(odd, PosixFilePermissions.fromString("rw-------"));
    Path folder = Files.createDirectory(temp.resolve("folder"));
    Outsider.admit(folder);
    Files.writeString(folder.resolve("inside"), "three\n");

    ManagedProcess process =
        run(
            outsider(first, odd, folder),
            "cat <&3; cat <&4; cat /proc/self/fd/5/inside; echo x >/proc/self/fd/3; cat " + first);

    assertThat(process.tail())
        .startsWith("one\ntwo\nthree\n")
        .containsSubsequence("Permission denied", "Permission denied");
    assertThat(first).hasContent("one\n");
  }

  @Test
  void moreFilesThanShCanName() throws IOException {
    Path[] files = new Path[20];
    for (int i = 0; i < files.length; i++) {
      files[i] = Files.writeString(temp.resolve("file" + i), "file " + i + "\n");
    }
    String last = "/proc/self/fd/" + (Outsider.FIRST_DESCRIPTOR + files.length - 1);
    assertThat(run(outsider(files), "cat " + last).tail()).isEqualTo("file 19");
  }

  @Test
  void aFileThatIsNotThereStartsNothing() {
    ManagedProcess process = run(outsider(temp.resolve("absent")), "echo started");
    assertThat(process.tail()).contains("absent").doesNotContain("started");
    assertThat(process.exited()).contains(new ProcessExit(126));
  }

  @Test
  void getsNoSecretsOfTheCallers() {
    ProcessSpec env = ProcessSpec.of("outsider", "env").by(outsider());
    assertThat(System.getenv()).containsKeys("PATH", "HOME");
    assertThat(session.run(env, SOON).tail().lines())
        .anyMatch(line -> line.startsWith("PATH="))
        .noneMatch(line -> line.startsWith("HOME="))
        .contains(Session.MARKER + "=" + session.directory());
  }

  @Test
  void cannotTouchAnother() {
    ManagedProcess other =
        session.start(ProcessSpec.of("other", "sh", "-c", "echo up; sleep 1000").by(outsider()));
    org.awaitility.Awaitility.await("start").until(() -> other.tail().equals("up"));

    ManagedProcess process =
        run(outsider(), "kill -KILL " + other.pid() + "; cat /proc/" + other.pid() + "/environ");

    assertThat(process.tail()).containsSubsequence("not permitted", "Permission denied");
    assertThat(other.isAlive()).isTrue();
  }

  @Test
  void isEnded() {
    ManagedProcess process = session.start(ProcessSpec.of("sleep", "sleep", "1000").by(outsider()));
    process.kill();
    assertThat(process.exited()).contains(new ProcessExit(137));
  }

  /** A QEMU built in root's home would start, and then find no firmware. */
  @Test
  void aProgramInAFolderOfRootsAloneCannotBeStarted() throws IOException {
    Path program = Files.copy(Path.of("/bin/true"), temp.resolve("program"));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));

    assertThat(outsider().hindrance(List.of(program.toString())))
        .hasValueSatisfying(
            why -> assertThat(why).startsWith(program + " cannot be started by other users"));
    assertThat(outsider().hindrance(List.of("/bin/true"))).isEmpty();
  }

  @Test
  void admitsToFoldersAndFiles() throws IOException {
    Path file = Files.createFile(temp.resolve("file"));
    Outsider.admit(file);
    Outsider.admit(temp);

    assertThat(Files.readAttributes(file, "unix:gid")).isEqualTo(Map.of("gid", Outsider.FIRST));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-rw----");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(temp)))
        .isEqualTo("rwx--x---");
  }
}
