// SPDX-License-Identifier: Apache-2.0
package dev.subflow.qemu;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.guest.Command;
import java.time.Duration;
import java.util.Locale;

/**
 * Reading of a guest's clock between two moments of the machine's.
 *
 * @param before the machine's clock before the guest was asked, nanoseconds of {@link
 *     System#nanoTime}
 * @param uptime what {@code /proc/uptime} of the guest said, nanoseconds
 * @param after the machine's clock when the answer had come
 */
record ClockReading(long before, long uptime, long after) {
  private static final Duration ANSWER = Duration.ofSeconds(30);

  /** Resolution of {@code /proc/uptime}. */
  private static final long RESOLUTION = 10_000_000;

  /** A kernel that measured its TSC on a busy machine may be off by a little; timeouts bear it. */
  private static final double TOLERANCE = 1.05;

  static ClockReading of(QemuGuest guest) {
    long before = System.nanoTime();
    String answer = guest.run(Command.shell("cat /proc/uptime").timeout(ANSWER)).stdout();
    return parse(before, answer, System.nanoTime());
  }

  static ClockReading parse(long before, String answer, long after) {
    try {
      double seconds = Double.parseDouble(answer.strip().split(" ", 2)[0]);
      return new ClockReading(before, Math.round(seconds * 1e9), after);
    } catch (NumberFormatException e) {
      throw new InfrastructureException("/proc/uptime of the guest can't be read: " + answer, e);
    }
  }

  /**
   * Compares the clocks over the time from this reading to a later one. Answers that came late only
   * make it less exact: a guest that was merely slow is not blamed.
   *
   * @throws InfrastructureException when the guest's clock is certainly too fast or too slow
   */
  void requireSameSpeed(ClockReading later) {
    double guest = later.uptime - uptime;
    double longest = later.after - before;
    double shortest = later.before - after;
    if (guest - RESOLUTION > longest * TOLERANCE) {
      throw wrong(guest / longest, "fast");
    }
    if ((guest + RESOLUTION) * TOLERANCE < shortest) {
      throw wrong(guest / shortest, "slow");
    }
  }

  private static InfrastructureException wrong(double speed, String what) {
    return new InfrastructureException(
        String.format(
            Locale.ROOT,
            "its clock is too %s, %.2f times the machine's: its kernel measured the processor's"
                + " clock wrongly, as on a very busy machine",
            what,
            speed));
  }
}
