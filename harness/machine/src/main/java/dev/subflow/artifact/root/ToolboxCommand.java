// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.root;

import dev.subflow.process.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A command to run in the {@link Toolbox}, inside a {@link Sandbox}: as root of namespaces of its
 * own, without any capability, with a {@code /tmp} of its own and without network. Immutable.
 *
 * <p>It ends with this JVM, also when that is killed.
 *
 * @param toolbox where it runs
 * @param argv program of the toolbox and its arguments
 * @param shown what it sees of this machine
 * @param environment its whole environment but for PATH, HOME and the locale
 * @param directory working directory inside
 * @param limit it is killed after this long
 */
public record ToolboxCommand(
    Toolbox toolbox,
    List<String> argv,
    List<Shown> shown,
    Map<String, String> environment,
    Path directory,
    Duration limit) {
  private static final Duration DEFAULT_LIMIT = Duration.ofMinutes(10);

  public ToolboxCommand {
    argv = List.copyOf(argv);
    shown = List.copyOf(shown);
    environment = Map.copyOf(environment);
  }

  /** A folder or file of this machine, where the command finds it, and whether it may write. */
  public record Shown(Path host, Path inside, boolean writable) {
    public Shown {
      host = host.toAbsolutePath().normalize();
      inside = inside.toAbsolutePath().normalize();
    }
  }

  static ToolboxCommand of(Toolbox toolbox, List<String> argv) {
    return new ToolboxCommand(toolbox, argv, List.of(), Map.of(), Path.of("/"), DEFAULT_LIMIT);
  }

  /** Shows a folder or file, read-only, under the path that it has here. */
  public ToolboxCommand reading(Path path) {
    return reading(path, path);
  }

  /** Shows a folder or file, read-only, under another path. */
  public ToolboxCommand reading(Path host, Path inside) {
    return showing(new Shown(host, inside, false));
  }

  /** Shows a folder that the command may write to, under the path that it has here. */
  public ToolboxCommand writing(Path folder) {
    return showing(new Shown(folder, folder, true));
  }

  /** Shows a folder that the command may write to, under another path. */
  public ToolboxCommand writing(Path host, Path inside) {
    return showing(new Shown(host, inside, true));
  }

  private ToolboxCommand showing(Shown more) {
    List<Shown> all = new ArrayList<>(shown);
    all.add(more);
    return new ToolboxCommand(toolbox, argv, all, environment, directory, limit);
  }

  public ToolboxCommand with(String variable, String value) {
    Map<String, String> more = new TreeMap<>(environment);
    more.put(variable, value);
    return new ToolboxCommand(toolbox, argv, shown, more, directory, limit);
  }

  public ToolboxCommand in(Path folder) {
    return new ToolboxCommand(toolbox, argv, shown, environment, folder, limit);
  }

  public ToolboxCommand limit(Duration longest) {
    return new ToolboxCommand(toolbox, argv, shown, environment, directory, longest);
  }

  /**
   * Runs it, with all output in the log.
   *
   * @throws IOException when it fails or takes too long; the message has its last words
   */
  public void run(Path log) throws IOException {
    Program.of(commandLine()).as(String.join(" ", argv)).limit(limit).run(log);
  }

  /**
   * The same, with each line told as it comes.
   *
   * @param lines called from another thread, one at a time
   */
  public void run(Path log, Consumer<String> lines) throws IOException {
    Program.of(commandLine()).as(String.join(" ", argv)).limit(limit).run(log, lines);
  }

  /** Runs it and returns its standard output. */
  public String output() throws IOException {
    return Program.of(commandLine()).as(String.join(" ", argv)).limit(limit).output();
  }

  private List<String> commandLine() throws IOException {
    return toolbox.sandbox().around(argv, shown, environment, directory);
  }
}
