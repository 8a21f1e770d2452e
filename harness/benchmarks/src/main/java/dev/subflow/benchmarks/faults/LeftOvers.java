// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks.faults;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/**
 * What a run that is over left behind: processes (and with them their namespaces), folders of
 * sockets, temporary files.
 *
 * @param folders that have to be empty but for folders
 */
record LeftOvers(HostProcesses processes, List<Path> folders) {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration INTERVAL = Duration.ofMillis(200);

  /** Waits a moment for it to go; empty if nothing is left. */
  List<String> after() throws IOException {
    try {
      await("nothing left").atMost(PATIENCE).pollInterval(INTERVAL).until(() -> now().isEmpty());
      return List.of();
    } catch (ConditionTimeoutException e) {
      return now();
    }
  }

  private List<String> now() throws IOException {
    List<String> left =
        new ArrayList<>(processes.all().stream().map(HostProcesses.Found::shown).toList());
    for (Path folder : folders) {
      try (Stream<Path> files = Files.walk(folder)) {
        files
            .filter(f -> !f.equals(folder) && !f.endsWith("subflow"))
            .limit(5)
            .forEach(f -> left.add(f.toString()));
      } catch (UncheckedIOException e) {
        left.add(folder + " is in motion");
      }
    }
    return left;
  }
}
