// SPDX-License-Identifier: Apache-2.0
package dev.subflow.topology;

import java.time.Duration;

/**
 * Rate of a wire, counted in the bits of whole Ethernet frames.
 *
 * @param bitsPerSecond at least 1
 */
public record Rate(long bitsPerSecond) {
  private static final long NANOS = 1_000_000_000;

  public Rate {
    if (bitsPerSecond < 1) {
      throw new IllegalArgumentException(
          "a rate of "
              + bitsPerSecond
              + " bit/s carries nothing; give at least 1, or use blackhole() to drop all");
    }
  }

  public static Rate bits(long perSecond) {
    return new Rate(perSecond);
  }

  /** Thousands of bits per second. */
  public static Rate kilobits(long perSecond) {
    return new Rate(Math.multiplyExact(perSecond, 1_000L));
  }

  /** Millions of bits per second. */
  public static Rate megabits(long perSecond) {
    return new Rate(Math.multiplyExact(perSecond, 1_000_000L));
  }

  /** Time that so many bytes take, rounded up to a nanosecond. */
  public Duration timeFor(long bytes) {
    long bits = Math.multiplyExact(bytes, 8L);
    long whole = bits / bitsPerSecond;
    double rest = (double) (bits % bitsPerSecond) / bitsPerSecond;
    return Duration.ofSeconds(whole, (long) Math.ceil(rest * NANOS));
  }

  /** Number of whole bytes that it carries in a time. */
  public long bytesIn(Duration time) {
    return (long) ((double) bitsPerSecond * time.toNanos() / NANOS / 8);
  }

  /** Such as {@code 10 Mbit/s}. */
  @Override
  public String toString() {
    if (bitsPerSecond % 1_000_000 == 0) {
      return bitsPerSecond / 1_000_000 + " Mbit/s";
    }
    return bitsPerSecond % 1_000 == 0
        ? bitsPerSecond / 1_000 + " kbit/s"
        : bitsPerSecond + " bit/s";
  }
}
