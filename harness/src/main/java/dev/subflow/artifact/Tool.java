// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact;

import dev.subflow.host.ManagedProcess;
import dev.subflow.host.ProcessExit;
import dev.subflow.host.ProcessSpec;
import dev.subflow.host.Session;
import dev.subflow.host.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One run of an external program, in the C.UTF-8 locale and without input.
 *
 * <p>It never outlives the JVM, with all it started: see {@link Session}.
 *
 * @param command program name, looked up on the PATH and in the sbin folders, and its arguments
 * @param directory working directory
 * @param environment variables on top of the JVM's own
 * @param limit it is killed after this long
 * @param title what messages call it
 */
record Tool(
    List<String> command,
    Optional<Path> directory,
    Map<String, String> environment,
    Duration limit,
    String title) {
  private static final Duration DEFAULT_LIMIT = Duration.ofMinutes(10);
  private static final String TO_FILE = "exec \"$@\" > \"$0\"";
  private static final int TAIL_LINES = 12;
  private static final int SHOWN_CHARS = 120;
  private static final List<String> SYSTEM_FOLDERS =
      List.of("/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/local/bin", "/usr/bin", "/bin");

  Tool {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  static Tool of(String... command) {
    return of(List.of(command));
  }

  static Tool of(List<String> command) {
    return new Tool(command, Optional.empty(), Map.of(), DEFAULT_LIMIT, String.join(" ", command));
  }

  Tool in(Path folder) {
    return new Tool(command, Optional.of(folder), environment, limit, title);
  }

  Tool with(String variable, String value) {
    Map<String, String> more = new TreeMap<>(environment);
    more.put(variable, value);
    return new Tool(command, directory, more, limit, title);
  }

  Tool limit(Duration longest) {
    return new Tool(command, directory, environment, longest, title);
  }

  /** Messages call it something else than its command line. */
  Tool as(String name) {
    return new Tool(command, directory, environment, limit, name);
  }

  /** Where the program is, if it is installed. */
  static Optional<Path> find(String program) {
    return searchPath().stream()
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Runs it, with all output in the log. */
  void run(Path log) throws IOException {
    try (Session session = Session.open()) {
      execute(session, fullCommand(), log, " (all of it: " + log + ")");
    }
  }

  /** Runs it and returns its standard output. */
  String output() throws IOException {
    // The session's directory goes whatever ends this JVM.
    try (Session session = Session.open()) {
      Path out = session.directory().resolve("out");
      List<String> apart = new ArrayList<>(List.of("sh", "-c", TO_FILE, out.toString()));
      apart.addAll(fullCommand());
      execute(session, apart, session.directory().resolve("err"), "");
      return Files.readString(out, StandardCharsets.UTF_8);
    }
  }

  private void execute(Session session, List<String> argv, Path log, String where)
      throws IOException {
    ProcessSpec spec =
        ProcessSpec.of(command.get(0), argv)
            .log(log)
            .env("LC_ALL", "C.UTF-8")
            .env("PATH", String.join(":", searchPath()));
    if (directory.isPresent()) {
      spec = spec.in(directory.get());
    }
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      spec = spec.env(variable.getKey(), variable.getValue());
    }
    ManagedProcess process = session.start(spec);
    Optional<ProcessExit> exit = process.waitFor(limit);
    if (exit.isEmpty()) {
      process.close();
      throw new ToolException(
          this + " was killed: not done after " + limit.toSeconds() + " s" + tail(log, where));
    }
    if (!exit.get().succeeded()) {
      throw new ToolException(this + " failed with " + exit.get().describe() + tail(log, where));
    }
  }

  private List<String> fullCommand() {
    String name = command.get(0);
    Path program =
        find(name)
            .orElseThrow(
                () ->
                    new UsageException(
                        name
                            + " isn't installed (searched "
                            + String.join(":", searchPath())
                            + "). Run \"subflow setup\" to install what is missing."));
    List<String> full = new ArrayList<>(List.of(program.toString()));
    full.addAll(command.subList(1, command.size()));
    return full;
  }

  private static List<String> searchPath() {
    List<String> folders = new ArrayList<>();
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      if (folder.startsWith("/")) {
        folders.add(folder);
      }
    }
    SYSTEM_FOLDERS.stream().filter(folder -> !folders.contains(folder)).forEach(folders::add);
    return folders;
  }

  private static String tail(Path log, String where) throws IOException {
    List<String> lines =
        new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.isBlank())
            .toList();
    if (lines.isEmpty()) {
      return " (it printed nothing)";
    }
    List<String> last = lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
    return "; its last words" + where + ":\n  " + String.join("\n  ", last);
  }

  @Override
  public String toString() {
    boolean isLong = title.length() > SHOWN_CHARS;
    return "\"" + (isLong ? title.substring(0, SHOWN_CHARS) + "…" : title) + "\"";
  }
}
