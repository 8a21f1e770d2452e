// SPDX-License-Identifier: Apache-2.0
package dev.subflow.process;

import dev.subflow.failure.UsageException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of an external program, in the C.UTF-8 locale and without input.
 *
 * <p>It never outlives the JVM, with all it started: see {@link Session}.
 *
 * @param command program name, looked up on the PATH and in the sbin folders, and its arguments
 * @param directory working directory
 * @param environment variables on top of the JVM's own
 * @param dropped variables of the JVM's own that it does not get
 * @param limit it is killed after this long
 * @param title what messages call it
 */
public record Tool(
    List<String> command,
    Optional<Path> directory,
    Map<String, String> environment,
    Set<String> dropped,
    Duration limit,
    String title) {
  private static final Duration DEFAULT_LIMIT = Duration.ofMinutes(10);
  private static final Logger logger = LoggerFactory.getLogger(Tool.class);
  private static final Duration READER_GRACE = Duration.ofSeconds(5);
  private static final String TO_FILE = "exec \"$@\" > \"$0\"";
  private static final int TAIL_LINES = 12;
  private static final int SHOWN_CHARS = 120;
  private static final List<String> SYSTEM_FOLDERS =
      List.of("/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/local/bin", "/usr/bin", "/bin");

  public Tool {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    dropped = Set.copyOf(dropped);
  }

  public static Tool of(String... command) {
    return of(List.of(command));
  }

  public static Tool of(List<String> command) {
    return new Tool(
        command, Optional.empty(), Map.of(), Set.of(), DEFAULT_LIMIT, String.join(" ", command));
  }

  public Tool in(Path folder) {
    return new Tool(command, Optional.of(folder), environment, dropped, limit, title);
  }

  public Tool with(String variable, String value) {
    return with(Map.of(variable, value));
  }

  public Tool with(Map<String, String> variables) {
    Map<String, String> more = new TreeMap<>(environment);
    more.putAll(variables);
    return new Tool(command, directory, more, dropped, limit, title);
  }

  /** Without some variables of the JVM's environment. */
  public Tool without(Set<String> variables) {
    return new Tool(command, directory, environment, variables, limit, title);
  }

  public Tool limit(Duration longest) {
    return new Tool(command, directory, environment, dropped, longest, title);
  }

  /** Messages call it something else than its command line. */
  public Tool as(String name) {
    return new Tool(command, directory, environment, dropped, limit, name);
  }

  /** Where the program is, if it is installed; a path stays what it is. */
  public static Optional<Path> find(String program) {
    return searchPath().stream()
        .map(folder -> Path.of(folder).resolve(program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Runs it, with all output in the log. */
  public void run(Path log) throws IOException {
    try (Session session = Session.open()) {
      ManagedProcess process = session.start(spec(fullCommand()).log(log));
      judge(process, process.waitFor(limit), log, " (all of it: " + log + ")");
    }
  }

  /**
   * The same, with each line told as it comes.
   *
   * @param lines called from another thread, one at a time
   */
  public void run(Path log, Consumer<String> lines) throws IOException {
    List<String> together = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" 2>&1", "sh"));
    together.addAll(fullCommand());
    try (Session session = Session.open()) {
      ManagedProcess process = session.start(spec(together).withPipes());
      process.stdin().close();
      Thread reader = new Thread(() -> tell(process, log, lines), "output of " + command.get(0));
      reader.setDaemon(true);
      reader.start();
      Optional<ProcessExit> exit = process.waitFor(limit);
      join(reader);
      judge(process, exit, log, " (all of it: " + log + ")");
    }
  }

  private static void tell(ManagedProcess process, Path log, Consumer<String> lines) {
    // A full disk must not hide from the listener what the process says of it.
    try (BufferedReader in =
            new BufferedReader(new InputStreamReader(process.stdout(), StandardCharsets.UTF_8));
        LastingLog out = LastingLog.open(log)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        out.line(line);
        lines.accept(line);
      }
    } catch (IOException e) {
      logger.warn("the output of {} is incomplete: {}", process.name(), e.getMessage());
    }
  }

  private static void join(Thread reader) {
    try {
      reader.join(READER_GRACE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Runs it and returns its standard output. */
  public String output() throws IOException {
    // The session's directory goes whatever ends this JVM.
    try (Session session = Session.open()) {
      Path errors = session.directory().resolve("err");
      ManagedProcess process = startApart(session, errors);
      judge(process, process.waitFor(limit), errors, "");
      return Files.readString(outputOf(session), StandardCharsets.UTF_8);
    }
  }

  /**
   * Runs it to its end, which may be a failure.
   *
   * @throws ToolException when it is killed, as it takes too long
   */
  public Answer answer() throws IOException {
    try (Session session = Session.open()) {
      Path errors = session.directory().resolve("err");
      ManagedProcess process = startApart(session, errors);
      Optional<ProcessExit> exit = process.waitFor(limit);
      if (exit.isEmpty()) {
        judge(process, exit, errors, "");
      }
      return new Answer(exit.orElseThrow(), text(outputOf(session)), text(errors));
    }
  }

  /** Whatever it is: what is no UTF-8 becomes U+FFFD. */
  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  /** What a program said on its standard output and error, and how it ended. */
  public record Answer(ProcessExit exit, String out, String err) {}

  private ManagedProcess startApart(Session session, Path errors) {
    List<String> apart = new ArrayList<>(List.of("sh", "-c", TO_FILE));
    apart.add(outputOf(session).toString());
    apart.addAll(fullCommand());
    return session.start(spec(apart).log(errors));
  }

  private static Path outputOf(Session session) {
    return session.directory().resolve("out");
  }

  private ProcessSpec spec(List<String> argv) {
    ProcessSpec spec =
        ProcessSpec.of(String.valueOf(Path.of(command.get(0)).getFileName()), argv)
            .without(dropped)
            .env("LC_ALL", "C.UTF-8")
            .env("PATH", String.join(":", searchPath()));
    if (directory.isPresent()) {
      spec = spec.in(directory.get());
    }
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      spec = spec.env(variable.getKey(), variable.getValue());
    }
    return spec;
  }

  private void judge(ManagedProcess process, Optional<ProcessExit> exit, Path log, String where)
      throws IOException {
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
    if (!Files.exists(log)) {
      return " (its log " + log + " could not be written)";
    }
    List<String> lines = text(log).lines().filter(line -> !line.isBlank()).toList();
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
