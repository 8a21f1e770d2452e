// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import dev.subflow.failure.Splat;
import dev.subflow.guest.GuestCrashedException;
import java.util.List;
import java.util.Optional;

/**
 * Why a script's output ends where it does.
 *
 * @param kind how it ended
 * @param exitCode of a script that ended by itself; else -1
 * @param reason in words; empty when it ended by itself
 * @param crash that of its kernel, if it crashed
 * @param starved whether its guest had too little processor time, and so is no fault of the kernel
 */
record ScriptEnd(
    Kind kind,
    int exitCode,
    String reason,
    Optional<GuestCrashedException> crash,
    boolean starved) {
  enum Kind {
    /** The script ended by itself, whatever its exit code. */
    EXITED,
    /**
     * The script was killed, in the guest or for taking too long, or its kernel died or printed a
     * splat.
     */
    CRASHED,
    /** The machine or the harness failed, or somebody ended the run. */
    LOST
  }

  static ScriptEnd exited(int code) {
    return new ScriptEnd(Kind.EXITED, code, "", Optional.empty(), false);
  }

  static ScriptEnd crashed(String reason) {
    return new ScriptEnd(Kind.CRASHED, -1, reason, Optional.empty(), false);
  }

  static ScriptEnd crashed(GuestCrashedException crash) {
    return new ScriptEnd(
        Kind.CRASHED, -1, String.valueOf(crash.getMessage()), Optional.of(crash), false);
  }

  /** Splats before the crash, in order. */
  List<Splat> splats() {
    return crash.map(GuestCrashedException::splats).orElse(List.of());
  }

  /** The splat whose lines the reason shows. */
  Optional<Splat> shown() {
    return crash.flatMap(GuestCrashedException::decisive);
  }

  static ScriptEnd lost(String reason) {
    return new ScriptEnd(Kind.LOST, -1, reason, Optional.empty(), false);
  }

  /**
   * The end of a script whose guest had too little processor time.
   *
   * @param little how little that was, in words
   */
  static ScriptEnd starved(String little, String reason) {
    String why = Deadlines.starved(little, reason);
    return new ScriptEnd(Kind.LOST, -1, why, Optional.empty(), true);
  }
}
