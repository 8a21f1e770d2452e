// SPDX-License-Identifier: Apache-2.0
package dev.subflow.guest;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A program to run in a guest: argv without a shell, unless {@link #shell} asks for one. Immutable.
 *
 * @param argv program and arguments; the program is looked up in PATH
 * @param env variables added to the agent's environment
 * @param cwd working directory, {@code /} by default
 * @param netns name of a network namespace made by {@code ip netns add}
 * @param stdin what the program reads from its standard input, empty by default
 * @param timeout after which the program is killed, 30 s by default
 * @param outputLimit bytes kept of each of stdout and stderr (head and tail), 4 MiB by default
 * @param terminal size of a pseudo-terminal to run on, none by default
 */
@SuppressWarnings("ArrayRecordComponent") // cloned on the way in; nobody compares commands
public record Command(
    List<String> argv,
    Map<String, String> env,
    Optional<String> cwd,
    Optional<String> netns,
    byte[] stdin,
    Duration timeout,
    int outputLimit,
    Optional<TerminalSize> terminal) {
  private static final int DEFAULT_OUTPUT_LIMIT = 4 << 20;

  public Command {
    argv = List.copyOf(argv);
    if (argv.isEmpty()) {
      throw new IllegalArgumentException("a command needs at least the name of a program");
    }
    env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
    for (String variable : env.keySet()) {
      if (variable.isEmpty() || variable.indexOf('=') >= 0) {
        throw new IllegalArgumentException("\"" + variable + "\" is no name of a variable");
      }
    }
    Objects.requireNonNull(cwd, "cwd");
    Objects.requireNonNull(netns, "netns");
    stdin = stdin.clone();
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout " + timeout + " is not positive");
    }
    if (outputLimit < 1) {
      throw new IllegalArgumentException("output limit " + outputLimit + " is not positive");
    }
    Objects.requireNonNull(terminal, "terminal");
  }

  /** Size of a terminal in characters. */
  public record TerminalSize(int columns, int rows) {
    private static final int MAX = 0xffff;

    public TerminalSize {
      if (columns < 1 || rows < 1 || columns > MAX || rows > MAX) {
        throw new IllegalArgumentException(
            "a terminal of " + columns + "x" + rows + " characters is not possible");
      }
    }
  }

  /** A program and its arguments. */
  public static Command of(String... argv) {
    return new Command(
        List.of(argv),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        new byte[0],
        Guest.DEFAULT_TIMEOUT,
        DEFAULT_OUTPUT_LIMIT,
        Optional.empty());
  }

  /** A script for {@code /bin/sh}. */
  public static Command shell(String script) {
    return of("/bin/sh", "-c", script);
  }

  public Command env(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(env);
    more.put(name, value);
    return new Command(argv, more, cwd, netns, stdin, timeout, outputLimit, terminal);
  }

  public Command in(String directory) {
    return new Command(
        argv, env, Optional.of(directory), netns, stdin, timeout, outputLimit, terminal);
  }

  public Command inNetns(String name) {
    return new Command(argv, env, cwd, Optional.of(name), stdin, timeout, outputLimit, terminal);
  }

  public Command stdin(String text) {
    return stdin(text.getBytes(StandardCharsets.UTF_8));
  }

  public Command stdin(byte[] bytes) {
    return new Command(argv, env, cwd, netns, bytes, timeout, outputLimit, terminal);
  }

  public Command timeout(Duration limit) {
    return new Command(argv, env, cwd, netns, stdin, limit, outputLimit, terminal);
  }

  public Command outputLimit(int bytes) {
    return new Command(argv, env, cwd, netns, stdin, timeout, bytes, terminal);
  }

  public Command terminal(int columns, int rows) {
    return new Command(
        argv,
        env,
        cwd,
        netns,
        stdin,
        timeout,
        outputLimit,
        Optional.of(new TerminalSize(columns, rows)));
  }
}
