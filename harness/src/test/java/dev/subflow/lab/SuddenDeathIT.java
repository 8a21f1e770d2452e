// SPDX-License-Identifier: Apache-2.0
package dev.subflow.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A JVM that dies with guests up takes them with it, and the next one finds nothing in its way. */
@Timeout(180)
final class SuddenDeathIT {
  private static final int GUESTS = 2;
  private static final Duration LONGEST = Duration.ofSeconds(5);

  @TempDir Path temp;
  private Path runtime;

  /** A path that leaves room for the names of sockets, which JUnit's folders do not. */
  @BeforeEach
  void makeRuntimeFolder() throws IOException {
    runtime = Files.createTempDirectory(Path.of("/tmp"), "s");
  }

  @AfterEach
  void deleteRuntimeFolder() throws IOException {
    Files.deleteIfExists(runtime.resolve("subflow"));
    Files.delete(runtime);
  }

  @Test
  void killedTwiceInARow() throws IOException {
    assertThat(bringUpAndKill("first")).doesNotContainAnyElementsOf(bringUpAndKill("second"));
  }

  private List<Long> bringUpAndKill(String name) throws IOException {
    Path evidence = Files.createDirectory(temp.resolve(name));
    Path scratch = Files.createDirectory(temp.resolve(name + "-tmp"));
    Path errors = temp.resolve(name + "-stderr");
    Process victim = start(evidence, scratch, errors);
    try (BufferedReader out = victim.inputReader(StandardCharsets.UTF_8)) {
      List<Long> qemus = new ArrayList<>();
      while (qemus.size() < GUESTS) {
        String line = out.readLine();
        assertThat(line).as("process number; %s", Files.readString(errors)).isNotNull();
        if (line.matches("\\d+")) {
          qemus.add(Long.parseLong(line));
        }
      }
      assertThat(qemus).allMatch(SuddenDeathIT::isAlive);
      assertThat(runtime.resolve("subflow")).isNotEmptyDirectory();

      victim.destroyForcibly();

      await("end of all QEMUs")
          .atMost(LONGEST)
          .until(() -> qemus.stream().noneMatch(SuddenDeathIT::isAlive));
      await("removal of the session")
          .atMost(LONGEST)
          .untilAsserted(() -> assertThat(runtime.resolve("subflow")).isEmptyDirectory());
      assertThat(scratch).isEmptyDirectory();
      return qemus;
    } finally {
      victim.destroyForcibly();
    }
  }

  private Process start(Path evidence, Path scratch, Path errors) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + scratch,
                "-Dsubflow.kernel=" + System.getProperty("subflow.kernel", "debian:stable"),
                "-Dsubflow.home=" + System.getProperty("subflow.home", ".."),
                "-cp",
                System.getProperty("java.class.path"),
                LabVictim.class.getName(),
                evidence.toString())
            .redirectError(errors.toFile());
    builder.environment().put("XDG_RUNTIME_DIR", runtime.toString());
    return builder.start();
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
  }
}
