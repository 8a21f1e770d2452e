// SPDX-License-Identifier: Apache-2.0
package dev.subflow.git;

import dev.subflow.process.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** git, blind to the settings of user and machine, and to where it was started from. */
public record Git(Map<String, String> environment, List<String> options) {
  private static final Duration LIMIT = Duration.ofMinutes(30);

  private static final Map<String, String> SETTINGS =
      Map.of(
          "GIT_CONFIG_NOSYSTEM", "1",
          "GIT_CONFIG_GLOBAL", "/dev/null",
          "GIT_TERMINAL_PROMPT", "0",
          "GIT_NO_LAZY_FETCH", "1");

  /**
   * A hook and "git bisect run" set these for a repository that is none of ours; what they say of
   * configuration, such as {@code GIT_CONFIG_COUNT}, is left out as the user's files are.
   */
  private static final Set<String> FORGOTTEN = ofGit(System.getenv().keySet());

  /** Where git's own programs are: one that was moved finds them no other way. */
  private static final String NEEDED = "GIT_EXEC_PATH";

  public Git {
    environment = Map.copyOf(environment);
    options = List.copyOf(options);
  }

  /** In a folder of the user's, which it only reads: not even the index is refreshed. */
  public static Git readingIn(Path folder) {
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
    return program(arguments).output().stripTrailing();
  }

  /** Names a commit that a revision means; nothing succeeds when there is none. */
  public Program.Answer commit(String revision) throws IOException {
    Program.Answer answer =
        answer("rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}");
    // git before 2.30 repeats the option.
    String name = answer.out().stripTrailing().replaceFirst("(?s).*\n", "");
    return new Program.Answer(answer.exit(), name, answer.err());
  }

  /** Runs it with all that it prints in a file. */
  public void run(Path log, String... arguments) throws IOException {
    program(arguments).run(log);
  }

  /** Runs it to its end, which may be a failure. */
  public Program.Answer answer(String... arguments) throws IOException {
    return program(arguments).answer();
  }

  private Program program(String... arguments) {
    List<String> command = new ArrayList<>(List.of("git"));
    // Reading is harmless whoever owns the tree; no hook or other program of it is run.
    command.addAll(List.of("-c", "safe.directory=*", "-c", "core.fsmonitor=false"));
    command.addAll(List.of("-c", "core.hooksPath=/dev/null", "-c", "core.quotePath=false"));
    command.addAll(options);
    command.addAll(List.of(arguments));
    Program git = Program.of(command).as("git " + String.join(" ", arguments)).limit(LIMIT);
    return git.without(FORGOTTEN).with(SETTINGS).with(environment);
  }

  private static Set<String> ofGit(Collection<String> variables) {
    return variables.stream()
        .filter(name -> name.startsWith("GIT_") && !name.equals(NEEDED))
        .collect(Collectors.toUnmodifiableSet());
  }
}
