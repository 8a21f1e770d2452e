// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.root;

import dev.subflow.artifact.root.ToolboxCommand.Shown;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The walls around a command of the toolbox. A Makefile of somebody's tree runs there, so it is
 * taken for hostile, whoever the caller is.
 *
 * <p>bubblewrap puts it into user, mount, PID, IPC, UTS, network and cgroup namespaces of its own
 * with a root of its own, without capabilities, without a way to gain any ({@code no_new_privs})
 * and behind {@link Seccomp}; limits of memory, processes and file sizes are those of prlimit(1).
 * It sees the toolbox and what it was shown; all but that which was shown for writing and {@code
 * /tmp} is read-only. It ends with the process that started it.
 *
 * @param tree unpacked Debian that it runs in
 * @param filter file with the filter of system calls
 * @param devices empty folder beside it, where a command of root's has its devices
 */
record Sandbox(Path tree, Path filter, Path devices) {
  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin";

  /** Folders that are made anew, or hold what is shown, instead of being the tree's own. */
  private static final Set<String> REPLACED =
      Set.of(
          "boot",
          "dev",
          "home",
          "media",
          "mnt",
          "opt",
          "proc",
          "root",
          "run",
          "srv",
          "sys",
          "tmp",
          "usr",
          "var",
          "usr/local",
          "usr/src");

  /** Character devices by major and minor number: see Documentation/admin-guide/devices.txt. */
  private static final Map<String, String> DEVICES =
      new TreeMap<>(
          Map.of(
              "null", "1 3", "zero", "1 5", "full", "1 7", "random", "1 8", "urandom", "1 9", "tty",
              "5 0"));

  private static final long GIBIBYTE = 1L << 30;
  private static final long SCRATCH = 4 * GIBIBYTE;
  private static final long LARGEST_FILE = 16 * GIBIBYTE;
  private static final int PROCESSES = 2048;

  /** It stays as the parent, whose end is the end of all; the command's exit code is its own. */
  private static final String WITH_FILTER = "exec 9<\"$1\"; shift; %s\"$@\"; exit $?";

  /** The command line that runs a command within. */
  List<String> around(
      List<String> argv, List<Shown> shown, Map<String, String> environment, Path directory)
      throws IOException {
    boolean root = RootImageBuilder.isRoot();
    List<String> line = new ArrayList<>();
    if (root) {
      line.addAll(List.of("unshare", "--mount", "--propagation", "private"));
    }
    line.addAll(List.of("sh", "-c", root ? ofRoot() : WITH_FILTER.formatted(""), "sandbox"));
    line.add(filter.toString());
    line.addAll(limits());
    line.addAll(List.of("bwrap", "--unshare-all", "--unshare-user", "--disable-userns"));
    line.addAll(List.of("--uid", "0", "--gid", "0", "--cap-drop", "ALL", "--seccomp", "9"));
    line.addAll(List.of("--die-with-parent", "--new-session", "--hostname", "toolbox"));
    line.addAll(shownTree());
    line.addAll(List.of("--dev", "/dev", "--proc", "/proc"));
    for (String device : root ? DEVICES.keySet() : Set.<String>of()) {
      line.addAll(List.of("--dev-bind", devices.resolve(device).toString(), "/dev/" + device));
    }
    // What root owns there would be root's to write without any capability:
    // /proc/sys/kernel/core_pattern names a program that this machine runs.
    line.addAll(List.of("--remount-ro", "/proc"));
    line.addAll(List.of("--size", String.valueOf(SCRATCH), "--tmpfs", "/tmp"));
    line.addAll(List.of("--symlink", "/tmp", "/var/tmp"));
    for (Shown one : shown) {
      line.add(one.writable() ? "--bind" : "--ro-bind");
      line.addAll(List.of(one.host().toString(), one.inside().toString()));
    }
    line.addAll(List.of("--remount-ro", "/", "--chdir", directory.toString(), "--clearenv"));
    variable(line, "PATH", PATH);
    variable(line, "HOME", "/tmp");
    variable(line, "LC_ALL", "C.UTF-8");
    environment.forEach((name, value) -> variable(line, name, value));
    line.add("--");
    line.addAll(argv);
    return line;
  }

  private static String ofRoot() {
    return ownDevices()
        + ControlGroups.functions(PROCESSES, memory() / 8 * 7)
        + WITH_FILTER.formatted("grouped ");
  }

  /** Devices of its own: it could change the mode of this machine's, which root owns. */
  private static String ownDevices() {
    StringBuilder script = new StringBuilder("set -e; umask 0; cd \"${1%/*}/dev\"; ");
    script.append("mount -t tmpfs -o mode=755,size=64k subflow .; cd ../dev; ");
    DEVICES.forEach((name, number) -> script.append("mknod " + name + " c " + number + "; "));
    return script + "cd /; set +e; ";
  }

  private static void variable(List<String> line, String name, String value) {
    line.addAll(List.of("--setenv", name, value));
  }

  private static List<String> limits() {
    return List.of(
        "prlimit",
        "--core=0",
        "--nproc=" + PROCESSES,
        "--fsize=" + LARGEST_FILE,
        "--as=" + Math.max(8 * GIBIBYTE, memory()));
  }

  /** Bytes that this machine, or this container, has. */
  private static long memory() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : 0;
  }

  /** What there is of the toolbox: read-only, and links as what they are. */
  private List<String> shownTree() throws IOException {
    List<String> line = new ArrayList<>();
    for (String entry : entries()) {
      Path path = tree.resolve(entry);
      if (Files.isSymbolicLink(path)) {
        line.addAll(List.of("--symlink", Files.readSymbolicLink(path).toString(), "/" + entry));
      } else {
        line.addAll(List.of("--ro-bind", path.toString(), "/" + entry));
      }
    }
    return line;
  }

  private Set<String> entries() throws IOException {
    Set<String> entries = new TreeSet<>();
    for (Path folder : List.of(tree, tree.resolve("usr"))) {
      try (Stream<Path> there = Files.list(folder)) {
        there.map(path -> tree.relativize(path).toString()).forEach(entries::add);
      }
    }
    entries.removeAll(REPLACED);
    return entries;
  }
}
