// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a run that is over left behind: processes (and with them their namespaces), folders of
 * sockets, temporary files.
 *
 * @param folders that have to be empty but for folders
 */
record LeftOvers(HostProcesses processes, List<Path> folders) {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final long LOOK_AGAIN_MILLIS = 200;

  /** Waits a moment for it to go; empty if nothing is left. */
  List<String> after() throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    List<String> left = now();
    while (!left.isEmpty() && System.nanoTime() < end) {
      Thread.sleep(LOOK_AGAIN_MILLIS);
      left = now();
    }
    return left;
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
