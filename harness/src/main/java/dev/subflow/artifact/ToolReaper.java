// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Ends the tools that still run when the JVM stops, with all their children. */
final class ToolReaper {
  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> RUNNING.forEach(ToolReaper::end), "subflow-tool-reaper"));
  }

  private ToolReaper() {}

  static Process adopt(Process process) {
    RUNNING.add(process);
    return process;
  }

  /** Forgets a process; if it still runs, it is ended first. */
  static void release(Process process) {
    if (process.isAlive()) {
      end(process);
    }
    RUNNING.remove(process);
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
