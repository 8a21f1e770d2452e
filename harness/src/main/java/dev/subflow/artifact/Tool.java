// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact;

import dev.subflow.host.InfrastructureException;
import dev.subflow.host.UsageException;
import java.io.File;
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
import java.util.concurrent.TimeUnit;

/**
 * One run of an external program, in the C.UTF-8 locale and without input.
 *
 * <p>It never outlives the JVM: it is stopped on exit, and by the kernel when the JVM is killed.
 *
 * @param command program name, looked up on the PATH and in the sbin folders, and its arguments
 * @param directory working directory
 * @param environment variables on top of the JVM's own
 * @param limit it is killed after this long
 */
record Tool(
    List<String> command,
    Optional<Path> directory,
    Map<String, String> environment,
    Duration limit) {
  private static final Duration DEFAULT_LIMIT = Duration.ofMinutes(10);
  private static final int TAIL_LINES = 12;
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
    return new Tool(command, Optional.empty(), Map.of(), DEFAULT_LIMIT);
  }

  Tool in(Path folder) {
    return new Tool(command, Optional.of(folder), environment, limit);
  }

  Tool with(String variable, String value) {
    Map<String, String> more = new TreeMap<>(environment);
    more.put(variable, value);
    return new Tool(command, directory, more, limit);
  }

  Tool limit(Duration longest) {
    return new Tool(command, directory, environment, longest);
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
    execute(log.toFile(), log.toFile(), log);
  }

  /** Runs it and returns its standard output. */
  String output() throws IOException {
    Path out = Files.createTempFile("subflow-", ".out");
    Path err = Files.createTempFile("subflow-", ".err");
    try {
      execute(out.toFile(), err.toFile(), err);
      return Files.readString(out, StandardCharsets.UTF_8);
    } finally {
      Files.deleteIfExists(out);
      Files.deleteIfExists(err);
    }
  }

  private void execute(File out, File err, Path log) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(fullCommand());
    builder.redirectInput(new File("/dev/null")).redirectOutput(out);
    if (out.equals(err)) {
      builder.redirectErrorStream(true);
    } else {
      builder.redirectError(err);
    }
    directory.ifPresent(folder -> builder.directory(folder.toFile()));
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().put("PATH", String.join(":", searchPath()));
    builder.environment().putAll(environment);
    Process process = ToolReaper.adopt(builder.start());
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new ToolException(
            this + " was killed: not done after " + limit.toSeconds() + " s" + tail(log));
      }
      if (process.exitValue() != 0) {
        throw new ToolException(this + " failed with exit " + process.exitValue() + tail(log));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InfrastructureException("Interrupted while running " + this, e);
    } finally {
      ToolReaper.release(process);
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
    List<String> full = new ArrayList<>();
    // The kernel then ends it even when the JVM has no chance to (kill -9).
    find("setpriv")
        .ifPresent(setpriv -> full.addAll(List.of(setpriv.toString(), "--pdeathsig", "TERM")));
    full.add(program.toString());
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

  private static String tail(Path log) throws IOException {
    List<String> lines =
        new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.isBlank())
            .toList();
    if (lines.isEmpty()) {
      return " (it printed nothing)";
    }
    List<String> last = lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
    String where = log.toString().endsWith(".err") ? "" : " (all of it: " + log + ")";
    return "; its last words" + where + ":\n  " + String.join("\n  ", last);
  }

  @Override
  public String toString() {
    String line = String.join(" ", command);
    return "\"" + (line.length() > 200 ? line.substring(0, 200) + "…" : line) + "\"";
  }
}
