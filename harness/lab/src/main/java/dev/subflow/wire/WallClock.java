// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Time of day in nanoseconds that never runs backwards, so that captures stay in order. */
final class WallClock {
  private final long epochNanos;
  private final long origin = System.nanoTime();

  WallClock() {
    Instant now = Instant.now();
    epochNanos = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }

  /** Nanoseconds since 1970. */
  long nanos() {
    return epochNanos + (System.nanoTime() - origin);
  }
}
