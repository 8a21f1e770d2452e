// SPDX-License-Identifier: Apache-2.0
package dev.subflow.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.subflow.failure.InfrastructureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SessionTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir private Path temp;
  private SessionDirectories directories;

  @BeforeEach
  void privateBase() {
    directories = SessionDirectories.at(temp.resolve("subflow"));
  }

  @Test
  void closesInReverseOrderOfCreation() {
    List<String> closed = new ArrayList<>();
    Session session = Session.open(directories);
    session.own(() -> closed.add("first"));
    session.own(() -> closed.add("second"));

    session.close();
    session.close();

    assertThat(closed).containsExactly("second", "first");
    assertThat(session.directory()).doesNotExist();
  }

  @Test
  void clearsEverythingEvenWhenAResourceFails() {
    Session session = Session.open(directories);
    ManagedProcess sleep = session.start(ProcessSpec.of("sleep", "sleep", "1000"));
    session.own(
        () -> {
          throw new IOException("disk on fire");
        });

    assertThatThrownBy(session::close)
        .isInstanceOf(InfrastructureException.class)
        .hasRootCauseMessage("disk on fire");
    assertThat(sleep.isAlive()).isFalse();
    assertThat(session.directory()).doesNotExist();
  }

  @Test
  void startsNothingOnceClosed() {
    Session session = Session.open(directories);
    session.close();

    assertThatThrownBy(() -> session.start(ProcessSpec.of("sleep", "sleep", "1000")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void aProcessThatEndsIsForgotten() {
    try (Session session = Session.open(directories)) {
      ManagedProcess sleep = session.start(ProcessSpec.of("sleep", "sleep", "1000"));
      Path processes = session.directory().resolve(Session.PROCESSES);
      await("registration").untilAsserted(() -> assertThat(processes).isNotEmptyDirectory());
      assertThat(session.running()).containsExactly(sleep);

      sleep.kill();

      await("unregistration").untilAsserted(() -> assertThat(processes).isEmptyDirectory());
      assertThat(session.running()).isEmpty();
    }
  }

  @Test
  void anInterruptForTheProcessGroupReachesNeitherGuardNorProcesses() throws IOException {
    try (Session session = Session.open(directories)) {
      ManagedProcess sleep = session.start(ProcessSpec.of("sleep", "sleep", "1000"));
      long guard = session.guardPid();
      await("own process group").until(() -> processGroup(sleep.pid()) == sleep.pid());

      assertThat(processGroup(guard)).isEqualTo(guard);
      assertThat(session.run(ProcessSpec.of("kill", "kill", "-INT", "" + guard), SOON).exited())
          .contains(new ProcessExit(0));
      assertThat(session.run(ProcessSpec.of("kill", "kill", "-TERM", "" + guard), SOON).exited())
          .contains(new ProcessExit(0));
      assertThat(ProcessId.of(guard)).isPresent();
    }
  }

  private static long processGroup(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[2]);
  }

  @Test
  void aStrangerWithARecycledNumberIsSpared() throws IOException {
    Process stranger = new ProcessBuilder("sleep", "1000").start();
    try {
      Session session = Session.open(directories);
      ProcessId id = ProcessId.of(stranger.pid()).orElseThrow();
      Files.createFile(
          session
              .directory()
              .resolve(Session.PROCESSES)
              .resolve(id.pid() + "-" + (id.startTime() - 1)));

      session.close();

      assertThat(session.directory()).doesNotExist();
      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void clearsWhatASessionLeftWhoseGuardDiedToo() throws IOException {
    Process left = new ProcessBuilder("sleep", "1000").start();
    try {
      // Process number 1 with a start time that it does not have: an owner that is gone.
      Path own = directories.create(999);
      String name = own.getFileName().toString().replaceFirst("^\\d+-\\d+", "1-99999999999");
      Path stale = Files.move(own, own.resolveSibling(name));
      ProcessId id = ProcessId.of(left.pid()).orElseThrow();
      Files.createFile(stale.resolve(Session.PROCESSES).resolve(id.pid() + "-" + id.startTime()));

      Session.open(directories).close();

      assertThat(stale).doesNotExist();
      await("end of the process left behind").until(() -> !left.isAlive());
    } finally {
      left.destroyForcibly();
    }
  }

  @Test
  void leavesTheSessionsOfLivingProcessesAlone() {
    try (Session living = Session.open(directories)) {
      Session.open(directories).close();
      assertThat(living.directory()).isDirectory();
    }
  }
}
