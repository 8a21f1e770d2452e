// SPDX-License-Identifier: Apache-2.0
package dev.subflow.report;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Commands as a reader can paste them into a shell. */
public final class ShellWords {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  private ShellWords() {}

  public static String quote(List<String> argv) {
    return argv.stream().map(ShellWords::quote).collect(Collectors.joining(" "));
  }

  static String quote(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /** Whether a command runs that program, whatever the path it is called by. */
  static boolean isProgram(String name, List<String> argv) {
    return argv.get(0).equals(name) || argv.get(0).endsWith("/" + name);
  }
}
