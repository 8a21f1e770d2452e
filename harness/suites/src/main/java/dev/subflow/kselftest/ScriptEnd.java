// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

/**
 * Why a script's output ends where it does.
 *
 * @param kind how it ended
 * @param exitCode of a script that ended by itself; else -1
 * @param reason in words; empty when it ended by itself
 */
record ScriptEnd(Kind kind, int exitCode, String reason) {
  enum Kind {
    /** It ended by itself, whatever its exit code. */
    EXITED,
    /**
     * It was killed, in the guest or for taking too long, or its kernel died or printed a splat.
     */
    CRASHED,
    /** The machine or the harness failed, or somebody ended the run. */
    LOST
  }

  static ScriptEnd exited(int code) {
    return new ScriptEnd(Kind.EXITED, code, "");
  }

  static ScriptEnd crashed(String reason) {
    return new ScriptEnd(Kind.CRASHED, -1, reason);
  }

  static ScriptEnd lost(String reason) {
    return new ScriptEnd(Kind.LOST, -1, reason);
  }
}
