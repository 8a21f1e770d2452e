// SPDX-License-Identifier: Apache-2.0
package dev.subflow.ktap;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One line, without its nesting. */
sealed interface KtapLine {
  // TAP version 13     KTAP version 1
  Pattern VERSION = Pattern.compile("K?TAP version \\d++");
  // 1..141     1..0 # SKIP no such module
  Pattern PLAN = Pattern.compile("(?s)1\\.\\.(\\d{1,9}+)(?:\\s++#\\s*+(.*+))?");
  // not ok 24 - diag: many msk socket present # timeout time=20123ms
  Pattern RESULT = Pattern.compile("(?s)(not )?+ok(?:\\s++(\\d{1,9}))?(?:\\s++(.*+))?");
  Pattern BAIL_OUT = Pattern.compile("(?s)Bail out!\\s*+(.*+)");

  /** First line of a block. */
  record Version(String text) implements KtapLine {}

  /** Number of results that follow. */
  record Plan(int count, String directive) implements KtapLine {}

  /** One result. */
  record Result(boolean ok, OptionalInt number, String name, String directive)
      implements KtapLine {}

  /** The end of all tests. */
  record BailOut(String reason) implements KtapLine {}

  /** A comment. */
  record Comment(String text) implements KtapLine {}

  /** Anything else. */
  record Other(String text) implements KtapLine {}

  static KtapLine of(String line) {
    Matcher plan = PLAN.matcher(line);
    if (plan.matches()) {
      return new Plan(Integer.parseInt(plan.group(1)), orEmpty(plan.group(2)));
    }
    if (VERSION.matcher(line).matches()) {
      return new Version(line);
    }
    Matcher bailOut = BAIL_OUT.matcher(line);
    if (bailOut.matches()) {
      return new BailOut(bailOut.group(1));
    }
    if (line.startsWith("#")) {
      return new Comment(line.substring(1).strip());
    }
    return result(line).<KtapLine>map(r -> r).orElse(new Other(line));
  }

  private static Optional<Result> result(String line) {
    Matcher matcher = RESULT.matcher(line);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    OptionalInt number =
        matcher.group(2) == null
            ? OptionalInt.empty()
            : OptionalInt.of(Integer.parseInt(matcher.group(2)));
    String rest = orEmpty(matcher.group(3));
    int hash = directiveOf(rest);
    String directive = hash < 0 ? "" : rest.substring(hash + 1).strip();
    rest = hash < 0 ? rest : rest.substring(0, hash);
    String name = rest.strip();
    if (name.equals("-")) {
      name = "";
    } else if (name.startsWith("- ")) {
      name = name.substring(2).strip();
    }
    return Optional.of(
        new Result(matcher.group(1) == null, number, name.replace("\\#", "#"), directive));
  }

  /** The first # that has a blank or the line's start before it, so that it is not escaped. */
  private static int directiveOf(String rest) {
    int hash = rest.indexOf('#');
    while (hash > 0 && !Character.isWhitespace(rest.charAt(hash - 1))) {
      hash = rest.indexOf('#', hash + 1);
    }
    return hash;
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }
}
