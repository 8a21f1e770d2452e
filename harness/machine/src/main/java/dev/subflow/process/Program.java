// SPDX-License-Identifier: Apache-2.0
package dev.subflow.process;

import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * An external program that is run to its end, in the C.UTF-8 locale and without input. What goes on
 * while others work is started with a {@link ProcessSpec}.
 *
 * <p>It never outlives the JVM, with all it started: see {@link Session}. The exceptions are {@link
 * #ask} and {@link #attended}.
 *
 * @param command program name, looked up on the {@link SearchPath}, and its arguments
 * @param directory working directory
 * @param environment variables on top of the JVM's own
 * @param dropped variables of the JVM's own that it does not get
 * @param limit it is killed after this long, 10 minutes by default
 * @param title what messages call it
 */
public record Program(
    List<String> command,
    Optional<Path> directory,
    Map<String, String> environment,
    Set<String> dropped,
    Duration limit,
    String title) {
  private static final Duration DEFAULT_LIMIT = Duration.ofMinutes(10);
  private static final Duration SHORT = Duration.ofSeconds(10);
  private static final int SHOWN_CHARS = 120;

  public Program {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    dropped = Set.copyOf(dropped);
  }

  /** Answer of a program: its standard output and error, and how it ended. */
  public record Answer(ProcessExit exit, String out, String err) {}

  public static Program of(String... command) {
    return of(List.of(command));
  }

  public static Program of(List<String> command) {
    return new Program(
        command, Optional.empty(), Map.of(), Set.of(), DEFAULT_LIMIT, String.join(" ", command));
  }

  public Program in(Path folder) {
    return new Program(command, Optional.of(folder), environment, dropped, limit, title);
  }

  public Program with(String variable, String value) {
    return with(Map.of(variable, value));
  }

  public Program with(Map<String, String> variables) {
    Map<String, String> more = new TreeMap<>(environment);
    more.putAll(variables);
    return new Program(command, directory, more, dropped, limit, title);
  }

  /** Without some variables of the JVM's environment. */
  public Program without(Set<String> variables) {
    return new Program(command, directory, environment, variables, limit, title);
  }

  /**
   * Within walls, where this machine allows them, for one that reads what strangers made: it sees
   * neither homes nor temporary folders nor the network, and writes to these folders alone.
   */
  public Program confined(Path... writable) {
    if (find(command.get(0)).isEmpty()) {
      return this; // To be told by its own name that it is missing.
    }
    return new Program(
        Confinement.wherePossible(command, List.of(writable)),
        directory,
        environment,
        dropped,
        limit,
        title);
  }

  public Program limit(Duration longest) {
    return new Program(command, directory, environment, dropped, longest, title);
  }

  /** Messages call it something else than its command line. */
  public Program as(String name) {
    return new Program(command, directory, environment, dropped, limit, name);
  }

  /** Where the program is, if it is installed. */
  public static Optional<Path> find(String program) {
    return searchPath().find(program);
  }

  /** Runs it, with all output in the log. */
  public void run(Path log) throws IOException {
    ProgramRun.logged(this, log);
  }

  /**
   * The same, with each line told as it comes.
   *
   * @param lines called from another thread, one at a time
   */
  public void run(Path log, Consumer<String> lines) throws IOException {
    ProgramRun.told(this, log, lines);
  }

  /** Runs it and returns its standard output. */
  public String output() throws IOException {
    return ProgramRun.output(this);
  }

  /**
   * Runs it to its end, which may be a failure.
   *
   * @throws ProgramException when it is killed, as it takes too long
   */
  public Answer answer() throws IOException {
    return ProgramRun.answer(this);
  }

  /**
   * A short question, answered in a few lines: stdout and stderr; empty when it is not installed,
   * fails, or takes more than 10 s. Outside any session, as {@link #attended} is.
   */
  public Optional<String> ask() {
    return ask(SHORT);
  }

  public Optional<String> ask(Duration patience) {
    return AttendedRun.ask(this, patience);
  }

  /**
   * Runs it on the terminal of this JVM, as its user would: {@code sudo -n} knows a password again
   * by the terminal, and Ctrl-C reaches it. It may take as long as it likes.
   *
   * @param lines called with each line of its output
   */
  public ProcessExit attended(Consumer<String> lines) throws IOException {
    return AttendedRun.tell(this, lines);
  }

  /**
   * The command with the whole path of its program.
   *
   * @throws UsageException when it is not installed
   */
  List<String> fullCommand() {
    String name = command.get(0);
    Path program =
        find(name)
            .orElseThrow(
                () ->
                    new UsageException(
                        name
                            + " isn't installed (searched "
                            + searchPath()
                            + "). Run \"subflow setup\" to install what is missing."));
    List<String> full = new ArrayList<>(List.of(program.toString()));
    full.addAll(command.subList(1, command.size()));
    return full;
  }

  /** Variables on top of the JVM's, those that every program gets among them. */
  Map<String, String> variables() {
    Map<String, String> all = new TreeMap<>();
    all.put("LC_ALL", "C.UTF-8");
    all.put("PATH", searchPath().toString());
    all.putAll(environment);
    return all;
  }

  private static SearchPath searchPath() {
    return SearchPath.of(System.getenv());
  }

  @Override
  public String toString() {
    boolean isLong = title.length() > SHOWN_CHARS;
    return "\"" + (isLong ? title.substring(0, SHOWN_CHARS) + "…" : title) + "\"";
  }
}
