// SPDX-License-Identifier: Apache-2.0
package dev.subflow.process;

import java.util.Map;

/**
 * Exit of a host process.
 *
 * @param code its exit code, or 128 + n when signal n killed it
 */
public record ProcessExit(int code) {
  private static final int SIGNALLED = 128;
  private static final Map<Integer, String> SIGNALS =
      Map.of(
          1, "SIGHUP", 2, "SIGINT", 4, "SIGILL", 6, "SIGABRT", 7, "SIGBUS", 9, "SIGKILL", 11,
          "SIGSEGV", 13, "SIGPIPE", 15, "SIGTERM");

  public boolean succeeded() {
    return code == 0;
  }

  /** In words: "exit code 1", "exit code 137 (SIGKILL)". */
  public String describe() {
    String signal = SIGNALS.get(code - SIGNALLED);
    return "exit code " + code + (signal == null ? "" : " (" + signal + ")");
  }
}
