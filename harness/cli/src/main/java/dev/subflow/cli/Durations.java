// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import java.time.Duration;
import java.util.Locale;

/** Durations for readers. */
final class Durations {
  private Durations() {}

  /** Such as {@code 0.4 s} or {@code 2 min 5 s}. */
  static String text(Duration duration) {
    if (duration.toMinutes() > 0) {
      return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
    }
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }
}
