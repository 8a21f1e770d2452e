// SPDX-License-Identifier: Apache-2.0
package dev.subflow.machine;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where programs are looked for: PATH, then the directories for administrators, which many users'
 * PATH lacks.
 *
 * @param directories in order of preference
 */
record SearchPath(List<Path> directories) {
  private static final List<String> ADMINISTRATION =
      List.of("/usr/local/sbin", "/usr/sbin", "/sbin");

  SearchPath {
    directories = List.copyOf(directories);
  }

  static SearchPath of(Map<String, String> environment) {
    List<String> names = new ArrayList<>();
    names.addAll(
        List.of(environment.getOrDefault("PATH", "/usr/bin:/bin").split(File.pathSeparator, -1)));
    names.addAll(ADMINISTRATION);
    return new SearchPath(
        names.stream().filter(name -> !name.isEmpty()).map(Path::of).distinct().toList());
  }

  /** The program called {@code name}; a name with a slash is a path itself. */
  Optional<Path> find(String name) {
    if (name.contains("/")) {
      return Optional.of(Path.of(name)).filter(SearchPath::isProgram);
    }
    return directories.stream()
        .map(directory -> directory.resolve(name))
        .filter(SearchPath::isProgram)
        .findFirst();
  }

  private static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }
}
