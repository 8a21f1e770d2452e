// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import java.util.Objects;

/**
 * End of a container.
 *
 * @param kind whether it did so by itself
 * @param exitCode of one that did; else -1
 * @param reason in words; empty for one that ended by itself
 */
record RunEnd(Kind kind, int exitCode, String reason) {
  public RunEnd {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(reason, "reason");
  }

  /** Whether a container ended by itself. */
  public enum Kind {
    EXITED,
    /** The container was killed, or its engine went away: that says nothing of the kernel. */
    LOST
  }

  public static RunEnd exited(int code) {
    return new RunEnd(Kind.EXITED, code, "");
  }

  public static RunEnd lost(String reason) {
    return new RunEnd(Kind.LOST, -1, reason);
  }

  boolean isLost() {
    return kind == Kind.LOST;
  }

  @Override
  public String toString() {
    return isLost() ? reason : "the container ended with exit code " + exitCode;
  }
}
