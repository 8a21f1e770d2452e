// SPDX-License-Identifier: Apache-2.0
package dev.subflow.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Lab environments for the harness's own tests. */
final class TestLabs {
  private static final Set<String> OWN = Set.of("entries", "tmp", "locks");

  private TestLabs() {}

  static LabEnvironment open() {
    return open(LabSettings.defaultCache());
  }

  static LabEnvironment open(Path cache) {
    return LabEnvironment.open(settings(cache));
  }

  static LabSettings settings(Path cache) {
    return new LabSettings(
        home(),
        cache,
        System.getProperty("subflow.kernel", LabSettings.DEFAULT_KERNEL),
        LabSettings.DEFAULT_IMAGE,
        Optional.empty(),
        true);
  }

  /** A cache in the folder that has all that the user's has, but no templates. */
  static Path cacheWithoutTemplates(Path folder) throws IOException {
    Path users = LabSettings.defaultCache();
    Files.createDirectories(folder.resolve("entries"));
    link(users, folder, OWN);
    link(users.resolve("entries"), folder.resolve("entries"), Set.of("template"));
    return folder;
  }

  private static void link(Path from, Path to, Set<String> without) throws IOException {
    try (Stream<Path> children = Files.list(from)) {
      for (Path child : children.toList()) {
        String name = child.getFileName().toString();
        if (!without.contains(name)) {
          Files.createSymbolicLink(to.resolve(name), child);
        }
      }
    }
  }

  private static Path home() {
    // Maven runs tests in harness/.
    return Path.of(System.getProperty("subflow.home", "../..")).toAbsolutePath().normalize();
  }
}
