// SPDX-License-Identifier: Apache-2.0
package dev.subflow.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * A user that owns nothing on this machine, for a program of root's that a stranger may take over.
 *
 * <p>Each process has a user of its own, {@link #FIRST} plus its process number, so one outsider
 * cannot trace, signal or impersonate another. Their group is the same for all, so that a file can
 * be shown to it. What it needs besides is opened by root and handed over, as it can follow no path
 * into root's folders.
 *
 * @param files what it gets opened for reading, folders too, as descriptors from {@link
 *     #FIRST_DESCRIPTOR} on
 * @param group another group that it is in, such as that of a device
 */
public record Outsider(List<Path> files, OptionalInt group) {
  /**
   * The group, and the lowest user. No range of systemd's, of subuid's or of a directory service's
   * has it. Source: systemd's docs/UIDS-GIDS.md, login.defs(5), sssd-ad(5).
   */
  public static final int FIRST = 2_100_000_000;

  public static final int FIRST_DESCRIPTOR = 3;

  private static final String SCRIPT = Scripts.of(Outsider.class, "outsider.sh");

  /** Words that start one under a session's eyes, with as few programs on the way as others. */
  static final List<String> REGISTERED =
      List.of("setsid", "bash", "-c", Scripts.REGISTER + SCRIPT, "outsider");

  /** What a program may need to start; others may hold secrets of the caller's. */
  private static final String HARMLESS = "PATH|LANG|LC_.*|TZ|LD_LIBRARY_PATH";

  public Outsider {
    files = List.copyOf(files);
  }

  /** One that gets no files. */
  public Outsider(OptionalInt group) {
    this(List.of(), group);
  }

  /** Arguments of the script that go before a command. */
  List<String> arguments() {
    String number = Integer.toString(FIRST);
    List<String> words = new ArrayList<>(List.of(number, number));
    words.add(group.isPresent() ? "--groups=" + group.getAsInt() : "--clear-groups");
    words.add(Integer.toString(files.size()));
    files.forEach(file -> words.add(file.toAbsolutePath().toString()));
    return words;
  }

  /** Variables of the JVM's environment that it does not get. */
  public static Set<String> hiddenVariables() {
    Set<String> hidden = new TreeSet<>(System.getenv().keySet());
    hidden.removeIf(name -> name.matches(HARMLESS));
    return hidden;
  }

  /**
   * Lets outsiders enter a folder, or read and write a file or socket. It must be root's, and lie
   * where nobody else can put another in its place.
   */
  public static void admit(Path path) throws IOException {
    boolean folder = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(path, "unix:gid", FIRST, LinkOption.NOFOLLOW_LINKS);
    Files.setPosixFilePermissions(
        path, PosixFilePermissions.fromString(folder ? "rwx--x---" : "rw-rw----"));
  }

  /** Why a program of root's cannot run so; empty when it can, which is tried. */
  public Optional<String> hindrance(List<String> program) {
    Optional<String> missing = Capabilities.missing();
    if (missing.isPresent()) {
      return missing.map(names -> "root lacks " + names + " here");
    }
    boolean open = isOpen(Path.of(program.get(0)));
    if (open && runs(program)) {
      return Optional.empty();
    }
    return Optional.of(
        !open || runs(List.of("true"))
            ? program.get(0) + " cannot be started by other users, or not from its folder"
            : "bash or setpriv is missing, or user " + FIRST + " cannot be had in this container");
  }

  /**
   * Whether anybody can get at a file and what is beside it. To start alone proves little: setpriv
   * has its rights until it has become the program, which may then not find its own files.
   */
  private static boolean isOpen(Path program) {
    if (!program.isAbsolute()) {
      return true;
    }
    try {
      Path path = program.toRealPath();
      while (path != null
          && Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        path = path.getParent();
      }
      return path == null;
    } catch (IOException e) {
      return false;
    }
  }

  private boolean runs(List<String> program) {
    List<String> command = new ArrayList<>(List.of("bash", "-c", SCRIPT, "outsider"));
    command.addAll(arguments());
    command.addAll(program);
    return Program.of(command).without(hiddenVariables()).ask().isPresent();
  }
}
