// SPDX-License-Identifier: Apache-2.0
package dev.subflow.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where programs are looked for: PATH, then the directories for administrators, which many users'
 * PATH lacks.
 *
 * @param directories in order of preference
 */
public record SearchPath(List<Path> directories) {
  private static final List<String> ADMINISTRATION =
      List.of("/usr/local/sbin", "/usr/sbin", "/sbin");

  public SearchPath {
    directories = List.copyOf(directories);
  }

  /** Of a PATH, without folders that depend on where somebody is. */
  public static SearchPath of(Map<String, String> environment) {
    String path = environment.getOrDefault("PATH", "/usr/bin:/bin");
    return new SearchPath(
        Stream.concat(Stream.of(path.split(File.pathSeparator, -1)), ADMINISTRATION.stream())
            .filter(name -> name.startsWith("/"))
            .map(Path::of)
            .distinct()
            .toList());
  }

  /** The program called {@code name}; a name with a slash is a path itself. */
  public Optional<Path> find(String name) {
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

  /** As the variable PATH has it. */
  @Override
  public String toString() {
    return directories.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }
}
