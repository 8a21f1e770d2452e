// SPDX-License-Identifier: Apache-2.0
package dev.subflow.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A program to run on the host under a {@link Session}'s supervision. Immutable.
 *
 * @param name short name for messages and files, such as {@code qemu-client}
 * @param argv program and arguments; the program is looked up in PATH
 * @param env variables added to the JVM's environment
 * @param dropped variables of the JVM's environment that the program does not get
 * @param cwd working directory, the JVM's own by default
 * @param log file that gets the output; only its end is kept, in memory, by default
 * @param logLimit bytes of output kept in the log, 16 MiB by default; of what comes after only the
 *     end is kept
 * @param input file that is the program's stdin, empty by default
 * @param pipes the caller writes the program's stdin and reads its stdout; otherwise stdin is empty
 *     and stdout goes to the log together with stderr
 * @param grace time between SIGTERM and SIGKILL, 3 s by default
 * @param outsider whom the program runs as, this JVM's user by default
 */
public record ProcessSpec(
    String name,
    List<String> argv,
    Map<String, String> env,
    Set<String> dropped,
    Optional<Path> cwd,
    Optional<Path> log,
    long logLimit,
    Optional<Path> input,
    boolean pipes,
    Duration grace,
    Optional<Outsider> outsider) {
  private static final long DEFAULT_LOG_LIMIT = 16L << 20;
  private static final Duration DEFAULT_GRACE = Duration.ofSeconds(3);

  public ProcessSpec {
    if (!name.matches("[A-Za-z0-9._-]{1,40}")) {
      throw new IllegalArgumentException(
          "process name \"" + name + "\" is not 1 to 40 letters, digits, '.', '_' or '-'");
    }
    argv = List.copyOf(argv);
    if (argv.isEmpty()) {
      throw new IllegalArgumentException("process " + name + " names no program");
    }
    env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
    dropped = Set.copyOf(dropped);
    Objects.requireNonNull(cwd, "cwd");
    Objects.requireNonNull(log, "log");
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(outsider, "outsider");
    if (input.isPresent() && pipes) {
      throw new IllegalArgumentException("process " + name + " reads from a file or from a pipe");
    }
    if (logLimit < 1) {
      throw new IllegalArgumentException("log limit " + logLimit + " is not positive");
    }
    if (grace.isNegative()) {
      throw new IllegalArgumentException("grace " + grace + " is negative");
    }
  }

  public static ProcessSpec of(String name, String... argv) {
    return of(name, List.of(argv));
  }

  public static ProcessSpec of(String name, List<String> argv) {
    return new ProcessSpec(
        name,
        argv,
        Map.of(),
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        DEFAULT_LOG_LIMIT,
        Optional.empty(),
        false,
        DEFAULT_GRACE,
        Optional.empty());
  }

  public ProcessSpec env(String variable, String value) {
    Map<String, String> more = new LinkedHashMap<>(env);
    more.put(variable, value);
    return new ProcessSpec(
        name, argv, more, dropped, cwd, log, logLimit, input, pipes, grace, outsider);
  }

  public ProcessSpec without(Set<String> variables) {
    return new ProcessSpec(
        name, argv, env, variables, cwd, log, logLimit, input, pipes, grace, outsider);
  }

  public ProcessSpec in(Path directory) {
    return new ProcessSpec(
        name,
        argv,
        env,
        dropped,
        Optional.of(directory),
        log,
        logLimit,
        input,
        pipes,
        grace,
        outsider);
  }

  public ProcessSpec log(Path file) {
    return new ProcessSpec(
        name, argv, env, dropped, cwd, Optional.of(file), logLimit, input, pipes, grace, outsider);
  }

  public ProcessSpec logLimit(long bytes) {
    return new ProcessSpec(
        name, argv, env, dropped, cwd, log, bytes, input, pipes, grace, outsider);
  }

  public ProcessSpec input(Path file) {
    return new ProcessSpec(
        name, argv, env, dropped, cwd, log, logLimit, Optional.of(file), pipes, grace, outsider);
  }

  public ProcessSpec withPipes() {
    return new ProcessSpec(
        name, argv, env, dropped, cwd, log, logLimit, input, true, grace, outsider);
  }

  public ProcessSpec grace(Duration time) {
    return new ProcessSpec(
        name, argv, env, dropped, cwd, log, logLimit, input, pipes, time, outsider);
  }

  /** It runs as a user without rights, and does not get {@link Outsider#hiddenVariables}. */
  public ProcessSpec by(Outsider user) {
    return new ProcessSpec(
        name,
        argv,
        env,
        Outsider.hiddenVariables(),
        cwd,
        log,
        logLimit,
        input,
        pipes,
        grace,
        Optional.of(user));
  }
}
