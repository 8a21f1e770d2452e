// SPDX-License-Identifier: Apache-2.0
package dev.subflow.git;

import dev.subflow.process.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** git, blind to the settings of user and machine, and to where it was started from. */
public record Git(Map<String, String> environment, List<String> options) {
  private static final Duration LIMIT = Duration.ofMinutes(30);

  /** A hook, or "git bisect run", sets these for a repository that is none of ours. */
  private static final List<String> FORGOTTEN =
      List.of(
          "GIT_DIR",
          "GIT_WORK_TREE",
          "GIT_INDEX_FILE",
          "GIT_OBJECT_DIRECTORY",
          "GIT_ALTERNATE_OBJECT_DIRECTORIES",
          "GIT_COMMON_DIR",
          "GIT_NAMESPACE",
          "GIT_PREFIX");

  public Git {
    environment = Map.copyOf(environment);
    options = List.copyOf(options);
  }

  /** In a folder of the user's, which it only reads: not even the index is refreshed. */
  static Git readingIn(Path folder) {
    return new Git(Map.of("GIT_OPTIONAL_LOCKS", "0"), List.of("-C", folder.toString()));
  }

  /** With a repository of ours. */
  public static Git in(Path repository) {
    return new Git(Map.of("GIT_DIR", repository.toString()), List.of());
  }

  public Git index(Path file) {
    return with("GIT_INDEX_FILE", file);
  }

  public Git worktree(Path folder) {
    Git git = with("GIT_WORK_TREE", folder);
    return new Git(git.environment(), List.of("-C", folder.toString()));
  }

  private Git with(String variable, Path value) {
    Map<String, String> more = new TreeMap<>(environment);
    more.put(variable, value.toString());
    return new Git(more, options);
  }

  /** Runs it and returns what it printed, without the last line's end. */
  public String output(String... arguments) throws IOException {
    return tool(arguments).output().stripTrailing();
  }

  /** Runs it with all that it prints in a file. */
  public void run(Path log, String... arguments) throws IOException {
    tool(arguments).run(log);
  }

  private Tool tool(String... arguments) {
    List<String> command = new ArrayList<>(List.of("env"));
    FORGOTTEN.forEach(variable -> command.addAll(List.of("-u", variable)));
    environment.forEach((name, value) -> command.add(name + "=" + value));
    command.addAll(List.of("GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=/dev/null"));
    command.addAll(List.of("GIT_TERMINAL_PROMPT=0", "GIT_NO_LAZY_FETCH=1", "git"));
    // Reading is harmless whoever owns the tree; no hook or other program of it is run.
    command.addAll(List.of("-c", "safe.directory=*", "-c", "core.fsmonitor=false"));
    command.addAll(List.of("-c", "core.hooksPath=/dev/null", "-c", "core.quotePath=false"));
    command.addAll(options);
    command.addAll(List.of(arguments));
    return Tool.of(command).as("git " + String.join(" ", arguments)).limit(LIMIT);
  }
}
