// SPDX-License-Identifier: Apache-2.0
package dev.subflow.process;

import dev.subflow.failure.InfrastructureException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process that cannot be mistaken for a later one with the same number.
 *
 * @param pid process number
 * @param startTime clock ticks from boot to the process's start: field 22 of {@code /proc/PID/stat}
 */
record ProcessId(long pid, long startTime) {
  /** State is the first field after the command's name, the start time the twentieth. */
  private static final int STATE = 0;

  private static final int START_TIME = 19;

  /** This JVM. */
  static ProcessId self() {
    return of(ProcessHandle.current().pid())
        .orElseThrow(() -> new InfrastructureException("/proc/self/stat cannot be read"));
  }

  /** The running process with this number; empty when there is none or only its zombie. */
  static Optional<ProcessId> of(long pid) {
    String stat;
    try {
      stat = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
    } catch (IOException gone) {
      return Optional.empty();
    }
    // 1234 (name, may hold spaces and brackets) S 1 1234 1234 0 -1 4194560 ...
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split("\\s+", -1);
    if (fields.length <= START_TIME || "Z".equals(fields[STATE]) || "X".equals(fields[STATE])) {
      return Optional.empty();
    }
    return Optional.of(new ProcessId(pid, Long.parseLong(fields[START_TIME])));
  }

  boolean isAlive() {
    return of(pid).filter(this::equals).isPresent();
  }
}
