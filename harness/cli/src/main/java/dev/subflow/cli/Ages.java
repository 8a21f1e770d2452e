// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.failure.UsageException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times in the past, as they are typed and as they are shown, in this machine's time zone. */
final class Ages {
  /** As in {@code 30d}. */
  private static final Pattern AGE = Pattern.compile("(\\d{1,5})([hdw])");

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT);
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

  private Ages() {}

  /**
   * The time that {@code 30d}, {@code 2026-11-01} or {@code 2026-11-01T12:00} means.
   *
   * @throws UsageException for anything else
   */
  static Instant since(String text) {
    Matcher age = AGE.matcher(text);
    if (age.matches()) {
      long number = Long.parseLong(age.group(1));
      return Instant.now()
          .minus(
              switch (age.group(2)) {
                case "h" -> Duration.ofHours(number);
                case "d" -> Duration.ofDays(number);
                default -> Duration.ofDays(7 * number);
              });
    }
    ZoneId zone = ZoneId.systemDefault();
    try {
      return text.contains("T")
          ? LocalDateTime.parse(text).atZone(zone).toInstant()
          : LocalDate.parse(text).atStartOfDay(zone).toInstant();
    } catch (DateTimeException e) {
      throw new UsageException(
          "\"" + text + "\" is no time: type a date such as 2026-11-01, or an age such as 30d", e);
    }
  }

  static String day(Instant time) {
    return DAY.format(time.atZone(ZoneId.systemDefault()));
  }

  static String minute(Instant time) {
    return MINUTE.format(time.atZone(ZoneId.systemDefault()));
  }
}
