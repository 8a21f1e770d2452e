// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks.faults;

import static java.util.Comparator.comparingInt;

import dev.subflow.benchmarks.faults.guests.Staged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A run that a fault is about to befall.
 *
 * @param pid of its JVM
 * @param processes all that it has started
 * @param out folder of its results
 */
record Victim(long pid, HostProcesses processes, Path out) {
  // socket,id=console,server=off,path=/run/user/0/subflow/4711-1-1-1/g-1/console
  private static final Pattern CONSOLE = Pattern.compile("id=console,server=off,path=(\\S+)");

  /**
   * The process of a guest.
   *
   * @throws IOException when there is none
   */
  long qemu(String guest) throws IOException {
    List<Path> all = new ArrayList<>(OutFiles.named(out, "qemu-" + guest + ".args"));
    all.sort(comparingInt(Victim::strangeness));
    for (Path arguments : all) {
      Matcher console = CONSOLE.matcher(Files.readString(arguments));
      String socket = console.find() ? console.group(1) : "";
      for (HostProcesses.Found process : processes.all()) {
        if (!socket.isEmpty() && has(process, Path.of(socket))) {
          return process.pid();
        }
      }
    }
    throw new IOException("no QEMU of the guest " + guest + " runs");
  }

  /** Whether it has that socket: named as it is, or from the folder that it works in. */
  private static boolean has(HostProcesses.Found process, Path socket) {
    return process.words().stream().anyMatch(w -> w.contains("path=" + socket))
        || process.directory().equals(socket.getParent());
  }

  /** Other guests of that name may be about: those of a run that is over, or is yet to come. */
  private static int strangeness(Path arguments) {
    String commands = OutFiles.text(arguments.resolveSibling("commands.log"));
    return commands.contains(Staged.MARK) ? 0 : commands.isEmpty() ? 2 : 1;
  }

  /**
   * Processes that clear up should the JVM die.
   *
   * @throws IOException when there is none
   */
  List<Long> guards() throws IOException {
    List<Long> guards =
        processes.all().stream()
            .filter(p -> p.words().size() > 1)
            .filter(p -> p.words().get(p.words().size() - 2).equals("guard"))
            .map(HostProcesses.Found::pid)
            .toList();
    if (guards.isEmpty()) {
      throw new IOException("no guard runs");
    }
    return guards;
  }

  /** Sends a signal, and notes it beside the results. */
  void signal(String name, long to) throws IOException, InterruptedException {
    String whom = processes.describe(to);
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(to)).inheritIO().start();
    if (kill.waitFor() != 0) {
      throw new IOException("process " + to + " got no signal " + name);
    }
    Files.writeString(
        out.resolveSibling("signals"),
        Instant.now() + " " + name + " to " + whom + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
