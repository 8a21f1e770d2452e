// SPDX-License-Identifier: Apache-2.0
package dev.subflow.ktap;

/**
 * Depth of a line.
 *
 * @param hashes how many {@code "# "} the kselftest runner put before it
 * @param indent columns after those; KUnit indents with tabs before kernel 5.15, then with four
 *     spaces, which is alike here
 */
record Nesting(int hashes, int indent) {
  static final Nesting TOP = new Nesting(0, 0);
  static final int MAX_HASHES = 8;
  static final int MAX_INDENT = 64;
  private static final int TAB = 4;

  /**
   * Whether it is of a block below. A single space more is none: KTAP asks for two, and one is left
   * of the kernel's log where its time stamps were cut off.
   */
  boolean isDeeperThan(Nesting other) {
    return hashes > other.hashes || (hashes == other.hashes && indent > other.indent + 1);
  }

  /** The deepest reading of a line's start. */
  static Nesting of(String line) {
    int at = 0;
    int hashes = 0;
    while (hashes < MAX_HASHES && line.startsWith("# ", at)) {
      hashes++;
      at += 2;
    }
    return new Nesting(hashes, indentAt(line, at));
  }

  private static int indentAt(String line, int at) {
    int indent = 0;
    for (int i = at; i < line.length() && indent < MAX_INDENT; i++) {
      char c = line.charAt(i);
      if (c == '\t') {
        indent += TAB - indent % TAB;
      } else if (c == ' ') {
        indent++;
      } else {
        break;
      }
    }
    return indent;
  }

  /** The line's text at that many hashes. */
  static String strip(String line, int hashes) {
    return line.substring(2 * hashes).stripLeading();
  }

  /** The nesting of a line at that many hashes. */
  static Nesting at(String line, int hashes) {
    return new Nesting(hashes, indentAt(line, 2 * hashes));
  }
}
