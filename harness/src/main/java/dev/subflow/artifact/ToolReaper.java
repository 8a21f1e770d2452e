// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Ends the tools that still run when the JVM stops, with all their children. */
final class ToolReaper {
  private static final Duration PATIENCE = Duration.ofSeconds(3);
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

  /** Asks the whole family to end, so that tools clean up, then insists. */
  private static void end(Process process) {
    List<ProcessHandle> family =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    family.forEach(ProcessHandle::destroy);
    CompletableFuture<?>[] exits =
        family.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(exits)
        .completeOnTimeout(null, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .join();
    family.forEach(ProcessHandle::destroyForcibly);
  }
}
