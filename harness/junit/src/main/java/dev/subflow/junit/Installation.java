// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.UsageException;
import dev.subflow.guest.Guest;
import dev.subflow.lab.Lab;
import dev.subflow.lab.LabEnvironment;
import dev.subflow.topology.HostSpec;
import dev.subflow.topology.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/**
 * Files that were made for the guests of a test.
 *
 * @param folders by host and name, what to put where
 */
record Installation(Map<String, Map<String, Path>> folders) {
  private static final int PROGRAM = 0755;
  private static final int DATA = 0644;

  /**
   * Makes what the annotation names.
   *
   * @throws TestAbortedException when it can't be made for one of the kernels
   */
  static Installation make(
      Optional<Installs> wanted, LabEnvironment environment, Topology topology) {
    Map<String, Map<String, Path>> folders = new LinkedHashMap<>();
    List<String> names = wanted.map(w -> List.of(w.value())).orElse(List.of());
    for (String name : names) {
      for (HostSpec host : topology.hosts()) {
        try {
          folders
              .computeIfAbsent(host.name(), h -> new LinkedHashMap<>())
              .put(name, environment.made(name, host));
        } catch (UsageException e) {
          throw new TestAbortedException(name + " can't be made: " + e.getMessage(), e);
        }
      }
    }
    return new Installation(folders);
  }

  /** Puts them into the guests. */
  void into(Lab lab) {
    folders.forEach(
        (host, made) -> made.forEach((name, folder) -> put(lab.guest(host), folder, name)));
  }

  private static void put(Guest guest, Path folder, String name) {
    try (Stream<Path> files = Files.list(folder)) {
      guest.succeed("mkdir", "-p", "/srv/" + name);
      for (Path file : files.sorted().toList()) {
        int mode = Files.isExecutable(file) ? PROGRAM : DATA;
        guest.files().put(file, "/srv/" + name + "/" + file.getFileName(), mode);
      }
    } catch (IOException e) {
      throw new InfrastructureException("What was made for guests in " + folder + ": " + e, e);
    }
  }
}
