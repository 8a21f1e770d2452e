// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Processes of this machine that carry a mark in their environment, or work below a folder: a QEMU
 * of root's runs as another user, with an environment of its own.
 */
record HostProcesses(String mark, Path runtime) {
  /** Name of the environment variable; what a run starts inherits it. */
  static final String VARIABLE = "SUBFLOW_FAULT_TRY";

  /**
   * A process that lives.
   *
   * @param words of its command line
   * @param directory that it works in
   */
  record Found(long pid, List<String> words, Path directory) {
    String shown() {
      String line = String.join(" ", words).replaceAll("\\s+", " ");
      return pid + " " + (line.length() > 80 ? line.substring(0, 80) + "..." : line);
    }
  }

  /** All of them; zombies, which have no environment, are none. */
  List<Found> all() throws IOException {
    List<Found> found = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        Found one = found(process);
        if (one.directory().startsWith(runtime)
            || strings(process.resolve("environ")).contains(VARIABLE + "=" + mark)) {
          found.add(one);
        }
      }
    }
    return found;
  }

  /** A process in words. */
  String describe(long pid) {
    return found(Path.of("/proc/" + pid)).shown();
  }

  private static Found found(Path process) {
    return new Found(
        Long.parseLong(String.valueOf(process.getFileName())),
        strings(process.resolve("cmdline")),
        directory(process));
  }

  private static Path directory(Path process) {
    try {
      return Files.readSymbolicLink(process.resolve("cwd"));
    } catch (IOException e) {
      return process;
    }
  }

  private static List<String> strings(Path file) {
    try {
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      // Each ends with a NUL.
      String whole = text.endsWith("\0") ? text.substring(0, text.length() - 1) : text;
      return List.of(whole.split("\0", -1));
    } catch (IOException e) {
      // It has ended meanwhile, or is somebody else's.
      return List.of();
    }
  }
}
