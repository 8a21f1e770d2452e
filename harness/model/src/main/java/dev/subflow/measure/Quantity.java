// SPDX-License-Identifier: Apache-2.0
package dev.subflow.measure;

import java.util.Locale;

/**
 * Quantity of a transfer by which kernels are compared: its unit, which direction is worse, and how
 * large a change has to be to matter at all.
 */
public enum Quantity {
  /** Bits of payload per second, from its first byte to its last. Less is worse. */
  GOODPUT("goodput", false, 0),

  /**
   * Seconds of the longest time in which nothing became complete at the receiver. More is worse;
   * less than 0.2 s is nothing: that is the least time after which Linux sends again.
   */
  STALL("longest stall", true, 0.2),

  /**
   * Bytes of whole frames on all wires, both ways, for each byte of payload. More is worse; less
   * than 0.02 is nothing: as much as an option more in each segment.
   */
  FRAMES("frames per byte", true, 0.02),

  /**
   * Bytes that arrived again for each byte of payload, retransmissions and reinjections that were
   * for nothing. More is worse; less than 0.05 is nothing.
   */
  AGAIN("sent again", true, 0.05),

  /**
   * Share of the payload, 0 to 1, that the worse of two paths brought first. More is worse; less
   * than 0.1 is nothing. Only transfers over unlike paths have it.
   */
  WORSE_PATH("on worse path", true, 0.1);

  private final String words;
  private final boolean moreIsWorse;
  private final double floor;

  Quantity(String words, boolean moreIsWorse, double floor) {
    this.words = words;
    this.moreIsWorse = moreIsWorse;
    this.floor = floor;
  }

  /** Name for readers, such as {@code longest stall}. */
  public String words() {
    return words;
  }

  /** Whether a greater value is worse. */
  public boolean moreIsWorse() {
    return moreIsWorse;
  }

  /** Change below which nothing is different, in the unit of the quantity; 0 where each counts. */
  public double floor() {
    return floor;
  }

  /** Whether a change is told in the unit of the quantity, as its values may be 0. */
  public boolean isAbsolute() {
    return this == STALL || this == AGAIN || this == WORSE_PATH;
  }

  /** A value with its unit, such as {@code 2.91 Mbit/s} or {@code 0.412 s}. */
  public String text(double value) {
    return switch (this) {
      case GOODPUT -> rate(value);
      case STALL -> format("%.2f s", value);
      case FRAMES -> format("%.3f", value);
      case AGAIN, WORSE_PATH -> format("%.1f %%", value * 100);
    };
  }

  private static String rate(double bits) {
    if (bits >= 1e6) {
      return format("%.2f Mbit/s", bits / 1e6);
    }
    return format("%.0f kbit/s", bits / 1e3);
  }

  private static String format(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
