// SPDX-License-Identifier: Apache-2.0
package dev.subflow.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However a JVM ends, nothing of its session is left. */
final class SessionEndTest {
  private static final Duration LONGEST = Duration.ofSeconds(30);

  @TempDir private Path temp;

  @Test
  void mainReturns() throws IOException {
    endsClean("return", victim -> {});
  }

  @Test
  void mainThrows() throws IOException {
    endsClean("throw", victim -> {});
  }

  @Test
  void terminated() throws IOException {
    endsClean("hang", Process::destroy);
  }

  @Test
  void killed() throws IOException {
    endsClean("hang", Process::destroyForcibly);
  }

  /** As when the machine runs out of memory: nobody is left to clear up but the kernel. */
  @Test
  void killedWithItsGuard() throws Exception {
    killedWithItsGuard("hang");
  }

  @Test
  void killedWithItsGuardWhenTheProgramIsAnotherUsers() throws Exception {
    OutsiderTest.assumeThatOutsidersCanBe();
    killedWithItsGuard("outsider");
  }

  @Test
  void killedWhenTheProgramIsAnotherUsers() throws IOException {
    OutsiderTest.assumeThatOutsidersCanBe();
    endsClean("outsider", Process::destroyForcibly);
  }

  private void killedWithItsGuard(String how) throws Exception {
    Path base = temp.resolve("subflow");
    Process victim = start(base, how);
    try (BufferedReader out = victim.inputReader(StandardCharsets.UTF_8)) {
      String directory = out.readLine();
      long leader = Long.parseLong(out.readLine());
      long guard = Long.parseLong(out.readLine());
      // Stopped, it starts no other guard.
      assertThat(new ProcessBuilder("kill", "-STOP", "" + victim.pid()).start().waitFor()).isZero();
      ProcessHandle.of(guard).orElseThrow().destroyForcibly();
      await("end of the guard").atMost(LONGEST).until(() -> ProcessId.of(guard).isEmpty());
      assertThat(ProcessId.of(leader)).as("the program still runs").isPresent();

      victim.destroyForcibly();

      await("end of the program").atMost(LONGEST).until(() -> ProcessId.of(leader).isEmpty());
      // The thread that had started it may have ended before the JVM, which would still own all
      // this.
      await("end of the victim").atMost(LONGEST).until(() -> !victim.isAlive());
      Session.open(SessionDirectories.at(base)).close();
      await("end of what it had started")
          .atMost(LONGEST)
          .untilAsserted(() -> assertThat(marked(directory)).isEmpty());
      assertThat(base).isEmptyDirectory();
    } finally {
      victim.destroyForcibly();
    }
  }

  private interface End {
    void of(Process victim);
  }

  private void endsClean(String how, End end) throws IOException {
    Path base = temp.resolve("subflow");
    Process victim = start(base, how);
    try (BufferedReader out = victim.inputReader(StandardCharsets.UTF_8)) {
      String directory = out.readLine();
      assertThat(directory).as(Files.readString(temp.resolve("stderr"))).isNotNull();
      long family = Long.parseLong(out.readLine());
      if (List.of("hang", "outsider").contains(how)) {
        assertThat(marked(directory)).as("leader, child and grandchild").hasSize(3);
        assertThat(ProcessId.of(family)).isPresent();
      }

      end.of(victim);

      await("end of the victim").atMost(LONGEST).until(() -> !victim.isAlive());
      await("end of all processes")
          .atMost(LONGEST)
          .untilAsserted(() -> assertThat(marked(directory)).isEmpty());
      await("removal of the directory")
          .atMost(LONGEST)
          .untilAsserted(() -> assertThat(base).isEmptyDirectory());
    } finally {
      victim.destroyForcibly();
    }
  }

  private Process start(Path base, String how) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            SessionVictim.class.getName(),
            base.toString(),
            how)
        .redirectError(temp.resolve("stderr").toFile())
        .start();
  }

  /** Processes that carry the session's marker in their environment. */
  private static List<Path> marked(String directory) throws IOException {
    String marker = Session.MARKER + "=" + directory;
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      return all.filter(path -> path.getFileName().toString().matches("\\d+"))
          .filter(path -> environment(path).contains(marker))
          .toList();
    }
  }

  private static List<String> environment(Path process) {
    try {
      return List.of(
          Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1)
              .split("\0", -1));
    } catch (IOException gone) {
      return List.of();
    }
  }
}
