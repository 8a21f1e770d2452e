// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Words for what no program recovers from: no memory, classes that are not there, no more files.
 *
 * <p>Uses the JDK alone, as other classes may be what is missing.
 */
final class Fatal {
  private static final int DEPTH = 16;
  private static final String UNKNOWN = "too few";
  private static final FileOutputStream ERR = new FileOutputStream(FileDescriptor.err);

  private Fatal() {}

  /** The message for somebody who started a command: what happened, and what to do. */
  static String message(Throwable thrown) {
    if (isOutOfMemory(thrown)) {
      return outOfMemory();
    }
    // A library that can't be opened for want of descriptors is as good as none to the JVM.
    boolean isShort = find(thrown, Fatal::isOfClasses).isPresent() && hasFewFiles();
    if (isOutOfFiles(thrown) || isShort) {
      return "too many open files: this process may have "
          + limit("Max open files")
          + ". Raise the limit (\"ulimit -n 4096\" in this shell, or LimitNOFILE= of a service), or"
          + " run fewer tests at once with --jobs 1.";
    }
    if (says(thrown, text -> text.contains("unable to create native thread"))) {
      return "no more threads can be started: this user may have "
          + limit("Max processes")
          + " processes and threads. Raise the limit (\"ulimit -u\", or TasksMax= of a service), or"
          + " run fewer tests at once with --jobs 1.";
    }
    Optional<Throwable> missing = find(thrown, Fatal::isOfClasses);
    return missing
        .map(Fatal::missing)
        .orElseGet(() -> "internal error: " + firstLine(thrown.toString()));
  }

  /** Whether the whole process is at its end with it, in whatever thread it was thrown. */
  static boolean isFatal(Throwable thrown) {
    return thrown instanceof VirtualMachineError || thrown instanceof LinkageError;
  }

  /** Whether it was for want of memory; also where a class could not be set up because of that. */
  static boolean isOutOfMemory(Throwable thrown) {
    return says(thrown, text -> text.contains("OutOfMemoryError"))
        && !says(thrown, text -> text.contains("unable to create native thread"));
  }

  /** Whether it was for want of file descriptors. */
  static boolean isOutOfFiles(Throwable thrown) {
    return says(thrown, text -> text.contains("Too many open files") || text.contains("error=24,"));
  }

  /** The message for want of memory; made before there is none. */
  static String outOfMemory() {
    return "out of memory: this JVM may use "
        + (Runtime.getRuntime().maxMemory() >> 20)
        + " MiB. Give it more with SUBFLOW_JAVA_OPTS=-Xmx1g, or run fewer tests at once with --jobs"
        + " 1.";
  }

  /** A line on standard error that takes no memory. */
  static void print(byte[] line) {
    try {
      ERR.write(line);
    } catch (IOException e) {
      // Nobody is left to be told.
      return;
    }
  }

  static byte[] line(String message) {
    return ("subflow: " + message + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** Whether this process may have fewer files open than ./subflow asks for. */
  private static boolean hasFewFiles() {
    String most = limit("Max open files");
    // Where not even that can be read, there is none left.
    return most.equals(UNKNOWN) || (most.matches("\\d{1,9}") && Integer.parseInt(most) < 256);
  }

  private static boolean isOfClasses(Throwable thrown) {
    return thrown instanceof LinkageError || thrown instanceof ClassNotFoundException;
  }

  private static String missing(Throwable thrown) {
    String home = System.getProperty("subflow.home", "");
    String built = home.isEmpty() ? "what was built" : home + "/target/launcher";
    return "a class is missing or damaged ("
        + firstLine(thrown.toString())
        + "): "
        + built
        + " is not whole. Remove it, and start ./subflow again.";
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse(text);
  }

  private static boolean says(Throwable thrown, Predicate<String> wanted) {
    return find(thrown, t -> wanted.test(t.toString())).isPresent();
  }

  private static Optional<Throwable> find(Throwable thrown, Predicate<Throwable> wanted) {
    Throwable current = thrown;
    for (int depth = 0; current != null && depth < DEPTH; depth++) {
      if (wanted.test(current)) {
        return Optional.of(current);
      }
      current = current.getCause();
    }
    return Optional.empty();
  }

  /** A soft limit of this process, as /proc has it. */
  private static String limit(String name) {
    // Max open files            64                   64                   files
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/limits"))) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(name.length()).strip().replaceFirst("\\s.*", ""))
          .findFirst()
          .orElse(UNKNOWN);
    } catch (IOException e) {
      return UNKNOWN;
    }
  }
}
