// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

/**
 * Why a script's output ends where it does.
 *
 * @param kind how it ended
 * @param reason in words; empty when it ended by itself
 */
record ScriptEnd(Kind kind, String reason) {
  static final ScriptEnd EXITED = new ScriptEnd(Kind.EXITED, "");

  enum Kind {
    /** It ended by itself, whatever its exit code. */
    EXITED,
    /**
     * It was killed, in the guest or for taking too long, or its kernel died or printed a splat.
     */
    CRASHED,
    /** The machine or the harness failed. */
    LOST
  }
}
