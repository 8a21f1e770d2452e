// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;

/**
 * What a script printed: all of it, or head and tail of very much. Both are whole lines; only a
 * line that is longer than any result may be cut.
 *
 * @param head all, where nothing was left out
 * @param leftOut how many characters are between head and tail
 */
record Printed(String head, long leftOut, String tail) {
  private static final int LAST_WORDS = 20;
  private static final int LONGEST_WORDS = 500;
  private static final int LONGEST_MESSAGE = 64 << 10;

  Printed {
    Objects.requireNonNull(head, "head");
    Objects.requireNonNull(tail, "tail");
  }

  static Printed all(String text) {
    return new Printed(text, 0, "");
  }

  boolean isCut() {
    return leftOut > 0;
  }

  /** It as people read it, with a line where something was left out. */
  String text() {
    return isCut() ? joined(head, leftOut, tail) : head;
  }

  private static String joined(String head, long leftOut, String tail) {
    String lineEnd = head.isEmpty() || head.endsWith("\n") ? "" : "\n";
    return head + lineEnd + "[... " + leftOut + " characters left out ...]\n" + tail;
  }

  /** The last lines, each as far as anybody reads it. */
  String lastWords() {
    Deque<String> lines = new ArrayDeque<>();
    String output = text();
    int end = output.length();
    while (end > 0 && lines.size() < LAST_WORDS) {
      int begin = output.lastIndexOf('\n', end - 1) + 1;
      String line = output.substring(begin, Math.min(end, begin + LONGEST_WORDS));
      if (!line.isBlank()) {
        lines.addFirst(line);
      }
      end = begin - 1;
    }
    return String.join("\n", lines);
  }

  /** A message, or head and tail of a long one. */
  static String message(String text) {
    int half = LONGEST_MESSAGE / 2;
    int length = text.length();
    return length <= LONGEST_MESSAGE
        ? text
        : joined(text.substring(0, half), length - LONGEST_MESSAGE, text.substring(length - half));
  }
}
