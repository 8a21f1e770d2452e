// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Shortage of CPU on this machine from a moment on: the share of time in which something that could
 * have run waited.
 */
final class CpuPressure {
  private static final Path FILE = Path.of("/proc/pressure/cpu");
  // some avg10=99.48 avg60=99.43 avg300=98.26 total=2350504447
  private static final Pattern TOTAL = Pattern.compile("(?m)^some .* total=(\\d{1,18})$");

  private final Instant since = Instant.now();
  private final OptionalLong before = waitedMicros();

  private CpuPressure() {}

  /** Begins to measure. */
  public static CpuPressure start() {
    return new CpuPressure();
  }

  /** Percent since the start; empty where the kernel does not say. */
  public OptionalInt percent() {
    OptionalLong now = waitedMicros();
    long elapsed = Duration.between(since, Instant.now()).toNanos() / 1000;
    if (before.isEmpty() || now.isEmpty() || elapsed <= 0) {
      return OptionalInt.empty();
    }
    long share = 100 * (now.getAsLong() - before.getAsLong()) / elapsed;
    return OptionalInt.of((int) Math.max(0, Math.min(100, share)));
  }

  private static OptionalLong waitedMicros() {
    try {
      return total(Files.readString(FILE));
    } catch (IOException e) {
      // Not built in, or switched off.
      return OptionalLong.empty();
    }
  }

  static OptionalLong total(String pressure) {
    Matcher matcher = TOTAL.matcher(pressure);
    return matcher.find()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }
}
