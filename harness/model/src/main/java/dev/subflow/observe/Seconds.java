// SPDX-License-Identifier: Apache-2.0
package dev.subflow.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times in parts of observations, such as {@code 1.02 s}; a machine may be slow or fast. */
public final class Seconds {
  private static final Pattern TEXT = Pattern.compile("(-?\\d{1,9}\\.\\d{1,6}) s");

  private Seconds() {}

  static String between(Instant start, Instant end) {
    return String.format(Locale.ROOT, "%.2f s", Duration.between(start, end).toMillis() / 1000.0);
  }

  /** The seconds that a line tells; empty where it is no time. */
  public static OptionalDouble parse(String line) {
    Matcher m = TEXT.matcher(line);
    return m.matches() ? OptionalDouble.of(Double.parseDouble(m.group(1))) : OptionalDouble.empty();
  }
}
