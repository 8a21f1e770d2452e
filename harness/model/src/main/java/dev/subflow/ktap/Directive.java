// SPDX-License-Identifier: Apache-2.0
package dev.subflow.ktap;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Meaning of the words after a result's {@code #}. */
final class Directive {
  // time=5234ms
  private static final Pattern TIME = Pattern.compile("(?:^|\\s)time=(\\d{1,15})ms(?:\\s|$)");

  private Directive() {}

  static Outcome outcome(boolean ok, String directive) {
    String first = directive.split("[\\s:=]", 2)[0].toUpperCase(Locale.ROOT);
    return switch (first) {
      case "SKIP", "SKIPPED" -> Outcome.SKIP;
      // An expected failure that passes has passed.
      case "TODO", "XFAIL" -> ok && first.equals("TODO") ? Outcome.PASS : Outcome.XFAIL;
      case "IGNORE", "IGNORED" -> Outcome.IGNORED;
      case "TIMEOUT" -> ok ? Outcome.PASS : Outcome.TIMEOUT;
      case "ERROR" -> Outcome.ERROR;
      default -> ok ? Outcome.PASS : Outcome.FAIL;
    };
  }

  static Optional<Duration> time(String directive) {
    Matcher matcher = TIME.matcher(directive);
    return matcher.find()
        ? Optional.of(Duration.ofMillis(Long.parseLong(matcher.group(1))))
        : Optional.empty();
  }
}
