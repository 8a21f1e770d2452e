// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import java.time.Duration;

/** Time since it was made. */
final class Stopwatch {
  private final long start = System.nanoTime();

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  double seconds() {
    return elapsed().toNanos() / 1e9;
  }
}
