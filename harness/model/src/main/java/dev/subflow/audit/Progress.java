// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How the data of one host became complete at the other, moment by moment. */
final class Progress {
  private final long skipped;
  private long behind = 1;
  private Optional<Instant> first = Optional.empty();
  private Instant last = Instant.MIN;
  private Optional<Instant> hole = Optional.empty();
  private Duration stall = Duration.ZERO;
  private Instant stalled = Instant.MIN;
  private Duration blocked = Duration.ZERO;

  /**
   * Nothing has arrived yet.
   *
   * @param skipped bytes at the beginning that are of no interest
   */
  Progress(long skipped) {
    this.skipped = skipped;
  }

  /**
   * Takes note of what is there.
   *
   * @param complete place behind all that arrived without a hole; the first is 1
   * @param end place behind the last that arrived
   */
  void reaches(Instant seen, long complete, long end) {
    // Times of a damaged capture may go backwards.
    Instant time = seen.isBefore(last) ? last : seen;
    if (complete > behind) {
      behind = complete;
      if (bytes() > 0) {
        advances(time);
      }
      hole = Optional.empty();
    }
    if (end > behind && hole.isEmpty()) {
      hole = Optional.of(time);
    }
  }

  private void advances(Instant time) {
    if (first.isEmpty()) {
      first = Optional.of(time);
    } else {
      Duration gap = Duration.between(last, time);
      if (gap.compareTo(stall) > 0) {
        stall = gap;
        stalled = last;
      }
      Duration waited = hole.map(since -> Duration.between(since, time)).orElse(Duration.ZERO);
      blocked = blocked.compareTo(waited) < 0 ? waited : blocked;
    }
    last = time;
  }

  /** Bytes that are complete, without those that are of no interest. */
  long bytes() {
    return Math.max(0, behind - 1 - skipped);
  }

  /** When the first of them came; empty when there are none. */
  Optional<Instant> first() {
    return first;
  }

  /** When the last of them came; meaningful with the first. */
  Instant last() {
    return last;
  }

  /** The longest time without another byte that is complete. */
  Duration stall() {
    return stall;
  }

  /** When that began; meaningful when it is not zero. */
  Instant stalled() {
    return stalled;
  }

  /** The longest time in which later bytes waited for a missing one. */
  Duration blocked() {
    return blocked;
  }
}
