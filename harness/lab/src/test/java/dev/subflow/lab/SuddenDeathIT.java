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
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A JVM that dies with guests up takes them with it, and the next one finds nothing in its way. */
final class SuddenDeathIT {
  private static final int GUESTS = 2;
  private static final Duration LONGEST = Duration.ofSeconds(5);
  private static final int LONGEST_START_MILLIS = 9000;

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

  /**
   * From the start of the JVM to a lab that is up, by way of a template in the making; {@code
   * subflow.kills} of them.
   */
  @Test
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void killedAtAnyMoment() throws IOException {
    Random random = new Random(Long.getLong("subflow.seed", System.nanoTime()));
    TestLabs.cacheWithoutTemplates(temp.resolve("cache/subflow"));
    int kills = Integer.getInteger("subflow.kills", 4);
    for (int i = 1; i <= kills; i++) {
      Duration moment = Duration.ofMillis(random.nextInt(LONGEST_START_MILLIS));
      String name = "kill " + i + " of " + kills + ", " + moment.toMillis() + " ms after the start";
      Path evidence = Files.createTempDirectory(temp, "evidence");
      Path scratch = Files.createTempDirectory(temp, "tmp");
      Process victim = start(evidence, scratch, temp.resolve("stderr"));
      try {
        // Ends by itself only when something is wrong.
        boolean ended = waitFor(victim, moment);
        assertThat(ended).as("%s: %s", name, Files.readString(temp.resolve("stderr"))).isFalse();
      } finally {
        victim.destroyForcibly();
      }
      await("nothing left; " + name).atMost(LONGEST).untilAsserted(() -> assertNothingLeft());
      assertThat(scratch).as(name).isEmptyDirectory();
    }
    assertThat(bringUpAndKill("after")).hasSize(GUESTS);
    assertThat(temp.resolve("cache/subflow/tmp")).isEmptyDirectory();
  }

  private static boolean waitFor(Process process, Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void assertNothingLeft() {
    if (Files.exists(runtime.resolve("subflow"))) {
      assertThat(runtime.resolve("subflow")).isEmptyDirectory();
    }
    assertThat(ProcessHandle.allProcesses())
        .filteredOn(p -> isOfSession(p))
        .extracting(p -> p.info().commandLine())
        .isEmpty();
  }

  /** Whether a process has to do with the session: a QEMU of another user's names no paths. */
  private boolean isOfSession(ProcessHandle process) {
    String line = process.info().commandLine().orElse("");
    if (line.contains(runtime + "/") || !line.contains("qemu")) {
      return line.contains(runtime + "/");
    }
    try {
      Path environment = Path.of("/proc/" + process.pid() + "/environ");
      return Files.readString(environment, StandardCharsets.ISO_8859_1)
          .contains("SUBFLOW_SESSION=" + runtime + "/");
    } catch (IOException e) {
      return false; // It is gone, or somebody else's.
    }
  }

  @Test
  @Timeout(180)
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
      await("removal of the session").atMost(LONGEST).untilAsserted(() -> assertNothingLeft());
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
                "-Dsubflow.home=" + System.getProperty("subflow.home", "../.."),
                "-cp",
                System.getProperty("java.class.path"),
                LabVictim.class.getName(),
                evidence.toString())
            .redirectError(errors.toFile());
    builder.environment().put("XDG_RUNTIME_DIR", runtime.toString());
    if (Files.exists(temp.resolve("cache"))) {
      builder.environment().put("XDG_CACHE_HOME", temp.resolve("cache").toString());
    }
    return builder.start();
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
  }
}
