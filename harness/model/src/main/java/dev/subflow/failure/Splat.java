// SPDX-License-Identifier: Apache-2.0
package dev.subflow.failure;

import java.util.List;
import java.util.Objects;

/**
 * Something the kernel said on its console that no healthy kernel says.
 *
 * @param kind what it is
 * @param headline the line that gave it away, without its time stamp
 * @param lines that line and what followed, as printed; bounded
 */
public record Splat(Kind kind, String headline, List<String> lines) {
  public Splat {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(headline, "headline");
    lines = List.copyOf(lines);
  }

  /** Kinds of splats, the deadly ones first. */
  public enum Kind {
    PANIC,
    OOPS,
    BUG,
    KASAN,
    KFENCE,
    UBSAN,
    LOCKDEP,
    WARNING,
    HUNG_TASK,
    LOCKUP,
    RCU_STALL,
    OUT_OF_MEMORY,
    REFCOUNT,
    MEMORY_LEAK;

    /** Whether a kernel that prints such a splat goes down. */
    public boolean isDeadly() {
      return this == PANIC || this == OOPS;
    }
  }

  @Override
  public String toString() {
    return kind + ": " + headline;
  }
}
