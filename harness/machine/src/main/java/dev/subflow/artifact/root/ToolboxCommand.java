// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.root;

import dev.subflow.process.Program;
import dev.subflow.process.Scripts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A command to run in the {@link Toolbox}: as root of its own namespaces, with a {@code /tmp} of
 * its own, and without network unless asked for. Immutable.
 *
 * <p>Its mounts and processes are in namespaces that end with it, also when this JVM is killed.
 *
 * @param toolbox where it runs
 * @param argv program of the toolbox and its arguments
 * @param shown what it sees of this machine
 * @param environment its whole environment but for PATH, HOME and the locale
 * @param directory working directory inside
 * @param limit it is killed after this long
 * @param network whether it has the network of this machine
 */
public record ToolboxCommand(
    Toolbox toolbox,
    List<String> argv,
    List<Shown> shown,
    Map<String, String> environment,
    Path directory,
    Duration limit,
    boolean network) {
  private static final Duration DEFAULT_LIMIT = Duration.ofMinutes(10);
  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin";

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
    return new ToolboxCommand(
        toolbox, argv, List.of(), Map.of(), Path.of("/"), DEFAULT_LIMIT, false);
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
    return new ToolboxCommand(toolbox, argv, all, environment, directory, limit, network);
  }

  public ToolboxCommand with(String variable, String value) {
    Map<String, String> more = new TreeMap<>(environment);
    more.put(variable, value);
    return new ToolboxCommand(toolbox, argv, shown, more, directory, limit, network);
  }

  public ToolboxCommand in(Path folder) {
    return new ToolboxCommand(toolbox, argv, shown, environment, folder, limit, network);
  }

  public ToolboxCommand limit(Duration longest) {
    return new ToolboxCommand(toolbox, argv, shown, environment, directory, longest, network);
  }

  /** Lets it use the network of this machine. */
  public ToolboxCommand networked() {
    return new ToolboxCommand(toolbox, argv, shown, environment, directory, limit, true);
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
    List<String> command = new ArrayList<>(List.of("unshare", "--mount", "--ipc", "--uts"));
    command.addAll(List.of("--pid", "--fork", "--kill-child"));
    if (!RootImageBuilder.isRoot()) {
      command.addAll(List.of("--user", "--map-root-user"));
    }
    if (!network) {
      command.add("--net");
    }
    command.addAll(List.of("sh", "-c", Scripts.of(ToolboxCommand.class, "enter.sh"), "enter"));
    command.addAll(toolbox.ready());
    command.add(directory.toString());
    for (Shown one : shown) {
      command.add(one.writable() ? "rw" : "ro");
      command.addAll(List.of(one.host().toString(), one.inside().toString()));
    }
    if (network) {
      command.addAll(List.of("ro", "/etc/resolv.conf", "/etc/resolv.conf"));
    }
    command.addAll(List.of("--", "PATH=" + PATH, "HOME=/tmp", "LC_ALL=C.UTF-8"));
    environment.forEach((name, value) -> command.add(name + "=" + value));
    command.addAll(argv);
    return command;
  }
}
