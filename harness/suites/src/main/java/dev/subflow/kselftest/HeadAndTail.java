// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

/** Keeps a text, or the head and the tail of a long one. Thread-safe. */
final class HeadAndTail {
  /** No result is as long: where a line is longer, part of it may be shown. */
  private static final int LONGEST_LINE = 64 << 10;

  private final int half;
  private final StringBuilder head = new StringBuilder();
  private final StringBuilder tail = new StringBuilder();
  private long total;

  HeadAndTail(int limit) {
    this.half = limit / 2;
  }

  synchronized void append(CharSequence text) {
    int toHead = Math.min(text.length(), half - head.length());
    head.append(text, 0, toHead);
    tail.append(text, toHead, text.length());
    total += text.length();
    // Seldom, so that each character is moved once.
    if (tail.length() > 2 * half) {
      tail.delete(0, tail.length() - half);
    }
  }

  /** The text so far; of a long one, whole lines of its head and its tail. */
  synchronized Printed printed() {
    if (total == (long) head.length() + tail.length() && tail.length() <= half) {
      return Printed.all(head.toString() + tail);
    }
    int headEnd = head.lastIndexOf("\n") + 1;
    if (head.length() - headEnd > LONGEST_LINE) {
      headEnd = head.length();
    }
    int from = Math.max(0, tail.length() - half);
    int next = tail.indexOf("\n", from) + 1;
    int begin = next > 0 && next - from <= LONGEST_LINE ? next : from;
    if (next == 0 && tail.length() - from <= LONGEST_LINE) {
      begin = tail.length();
    }
    String end = tail.substring(begin);
    return new Printed(head.substring(0, headEnd), total - headEnd - end.length(), end);
  }
}
