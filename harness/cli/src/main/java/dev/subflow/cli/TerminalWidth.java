// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.process.Program;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks how wide the terminal is. */
final class TerminalWidth {
  private static final int USUAL = 80;

  // 50 180
  private static final Pattern SIZE = Pattern.compile("\\d+ ([1-9]\\d{0,4})\\s*");

  private TerminalWidth() {}

  /** Columns of the controlling terminal; 80 where it does not tell. */
  static int columns() {
    return Program.of("stty", "-F", "/dev/tty", "size")
        .ask(Duration.ofSeconds(1))
        .map(SIZE::matcher)
        .filter(Matcher::matches)
        .map(size -> Integer.parseInt(size.group(1)))
        .orElse(USUAL);
  }
}
