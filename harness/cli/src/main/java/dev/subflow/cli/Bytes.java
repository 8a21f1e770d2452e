// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.failure.UsageException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write and read them: powers of 1024. */
final class Bytes {
  private static final String UNITS = "KMGT";
  private static final Pattern WRITTEN = Pattern.compile("(\\d{1,9})([KMGT]?)(?:i?B)?");

  private Bytes() {}

  /**
   * Reads {@code 500M} or {@code 20GiB}.
   *
   * @throws UsageException for anything else
   */
  static long parse(String text) {
    Matcher m = WRITTEN.matcher(text.strip());
    if (!m.matches()) {
      throw new UsageException("\"" + text + "\" is not a size such as 500M or 20G");
    }
    int power = m.group(2).isEmpty() ? 0 : UNITS.indexOf(m.group(2)) + 1;
    try {
      return Math.multiplyExact(Long.parseLong(m.group(1)), 1L << (10 * power));
    } catch (ArithmeticException e) {
      throw new UsageException("\"" + text + "\" is more than any disk holds", e);
    }
  }

  /** Such as {@code 1.4 GiB}. */
  static String text(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    double value = bytes;
    int power = 0;
    while (value >= 1024 && power < UNITS.length()) {
      value /= 1024;
      power++;
    }
    return String.format(Locale.ROOT, "%.1f %siB", value, UNITS.charAt(power - 1));
  }
}
