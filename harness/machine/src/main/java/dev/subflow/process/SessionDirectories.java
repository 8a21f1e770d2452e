// SPDX-License-Identifier: Apache-2.0
package dev.subflow.process;

import dev.subflow.failure.InfrastructureException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where sessions live: {@code $XDG_RUNTIME_DIR/subflow} or {@code /tmp/subflow-UID}, private to the
 * user. A session's directory is named after the JVM that owns it, so that one whose JVM is gone is
 * told from one in use.
 */
public final class SessionDirectories {
  /** Leaves half of the 108 bytes of a unix socket's address to the names inside. */
  private static final int LONGEST_BASE = 30;

  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");

  // 4711-184467-1ulc8zg-1: pid, start time, pid namespace, number of the session in this JVM
  private static final Pattern NAME = Pattern.compile("(\\d+)-(\\d+)-([0-9a-z]+)-\\d+");

  private final Path base;

  private SessionDirectories(Path base) {
    this.base = base;
  }

  static SessionDirectories find(Map<String, String> environment) {
    int uid = uid();
    Path runtime = Path.of(environment.getOrDefault("XDG_RUNTIME_DIR", ""));
    if (runtime.isAbsolute()
        && runtime.toString().length() <= LONGEST_BASE
        && Files.isWritable(runtime)
        && problem(runtime, uid).isEmpty()) {
      return at(runtime.resolve("subflow"));
    }
    return at(Path.of("/tmp/subflow-" + uid));
  }

  /** Makes {@code base} if it is absent, and refuses one that someone else could tamper with. */
  static SessionDirectories at(Path base) {
    try {
      Files.createDirectory(base, PosixFilePermissions.asFileAttribute(PRIVATE));
    } catch (FileAlreadyExistsException e) {
      // Checked below like a new one.
    } catch (IOException e) {
      throw new InfrastructureException("cannot make the directory " + base + " for sockets", e);
    }
    problem(base, uid())
        .ifPresent(
            problem -> {
              throw new InfrastructureException(
                  base + " is not safe for sockets: " + problem + "; remove it and try again");
            });
    return new SessionDirectories(base);
  }

  private static Optional<String> problem(Path directory, int uid) {
    try {
      if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
        return Optional.of("it is a symbolic link or a file");
      }
      int owner = attribute(directory, "uid");
      if (owner != uid) {
        return Optional.of("it belongs to user " + owner + ", not to user " + uid);
      }
      int mode = attribute(directory, "mode") & 0777;
      return (mode & 0077) == 0
          ? Optional.empty()
          : Optional.of("others may enter it (mode " + Integer.toOctalString(mode) + ")");
    } catch (IOException e) {
      return Optional.of("it cannot be examined: " + e.getMessage());
    }
  }

  Path base() {
    return base;
  }

  /** A new session directory with its subdirectory of processes. */
  Path create(int number) {
    ProcessId self = ProcessId.self();
    Path directory =
        base.resolve(self.pid() + "-" + self.startTime() + "-" + pidNamespace() + "-" + number);
    try {
      Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(PRIVATE));
      Files.createDirectory(directory.resolve(Session.PROCESSES));
      return directory;
    } catch (IOException e) {
      throw new InfrastructureException(
          "cannot make the session directory " + directory + "; is the file system full?", e);
    }
  }

  /** Directories whose JVM is gone. Those of another pid namespace are not ours to judge. */
  List<Path> stale() {
    String namespace = pidNamespace();
    try (Stream<Path> all = Files.list(base)) {
      return all.filter(directory -> isStale(directory, namespace)).toList();
    } catch (IOException e) {
      throw new InfrastructureException("cannot list " + base, e);
    }
  }

  private static boolean isStale(Path directory, String namespace) {
    Matcher name = NAME.matcher(directory.getFileName().toString());
    return name.matches()
        && name.group(3).equals(namespace)
        && !new ProcessId(Long.parseLong(name.group(1)), Long.parseLong(name.group(2))).isAlive();
  }

  private static int attribute(Path file, String name) throws IOException {
    return (Integer)
        Objects.requireNonNull(
            Files.getAttribute(file, "unix:" + name, LinkOption.NOFOLLOW_LINKS), name);
  }

  public static int uid() {
    try {
      return attribute(Path.of("/proc/" + ProcessHandle.current().pid()), "uid");
    } catch (IOException e) {
      throw new InfrastructureException("/proc is not mounted", e);
    }
  }

  private static String pidNamespace() {
    try {
      // pid:[4026531836]
      String link = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
      return Long.toString(Long.parseLong(link.replaceAll("\\D", "")), Character.MAX_RADIX);
    } catch (IOException e) {
      throw new InfrastructureException("/proc/self/ns/pid cannot be read", e);
    }
  }
}
