// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cache among processes: one builds, and a killed one does no harm. */
final class CacheProcessTest {
  @TempDir Path folder;
  private Path root;
  private Path journal;
  private final List<Process> children = new ArrayList<>();

  @BeforeEach
  void prepare() {
    root = folder.resolve("cache");
    journal = folder.resolve("journal");
  }

  @AfterEach
  void endChildren() {
    children.forEach(Process::destroyForcibly);
  }

  private Process startBuilder(boolean hang) throws IOException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dsubflow.log=INFO",
                "-cp",
                System.getProperty("java.class.path"),
                CacheBuilderMain.class.getName(),
                root.toString(),
                journal.toString(),
                Boolean.toString(hang))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("child.log").toFile())
            .start();
    children.add(child);
    return child;
  }

  private long builds() throws IOException {
    return Files.exists(journal) ? Files.size(journal) : 0;
  }

  private void assertSucceeds(Process child) throws Exception {
    assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).as(Files.readString(folder.resolve("child.log"))).isZero();
  }

  @Test
  void processesShareOneBuild() throws Exception {
    List<Process> builders = List.of(startBuilder(false), startBuilder(false), startBuilder(false));
    for (Process builder : builders) {
      assertSucceeds(builder);
    }
    assertThat(builds()).isEqualTo(1);
    assertThat(new Cache(root).find(CacheBuilderMain.KEY)).isPresent();
  }

  @Test
  void aWaitingProcessTakesOverFromAKilledOne() throws Exception {
    Process first = startBuilder(true);
    await("first build begins")
        .atMost(Duration.ofSeconds(60))
        .failFast("the builder ended", () -> !first.isAlive())
        .until(() -> builds() == 1);
    Process second = startBuilder(false);
    await("second waits for the lock")
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                Files.readString(folder.resolve("child.log"))
                    .contains("waiting for process " + first.pid() + ", at work since "));
    assertThat(new Cache(root).find(CacheBuilderMain.KEY)).isEmpty();

    first.destroyForcibly().waitFor();
    assertSucceeds(second);
    assertThat(builds()).isEqualTo(2);
    assertThat(Folders.children(root.resolve("tmp"))).as("what the killed one left").isEmpty();
  }
}
