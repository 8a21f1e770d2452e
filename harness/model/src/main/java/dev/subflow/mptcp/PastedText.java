// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes off what stands before the lines of a tool's output when somebody pastes it: {@code "# "}
 * of the kselftest runner, {@code "> "} of a mail, the indentation of a document, the time of a
 * CI's or the kernel's log. Lines keep their order and number; what a line says is not touched.
 *
 * <p>Lines that follow each other and have the same marks are taken together, and lose the
 * indentation that they have in common: rows of {@code ss} go on in lines that are indented more.
 */
public final class PastedText {
  private static final int MARKS = 16;
  // 2026-11-22T16:00:00.1234567Z text     2026-11-22 16:00:00,123 text     16:00:00 text
  // [2026-11-22T16:00:00.123Z] text       [16:00:00] text
  // [   12.345678][  T123] text
  // but [2026-11-22T16:00:00.123456], without a zone, is of ip -timestamp monitor.
  private static final Pattern TIME =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?(?:Z|[+-]\\d\\d:?\\d\\d)?:?[ \\t]"
              + "|\\[\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?(?:Z|[+-]\\d\\d:?\\d\\d)\\][ \\t]"
              + "|\\[?\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?\\]?:?[ \\t]"
              + "|\\[ *\\d{1,10}\\.\\d{6}\\](?:\\[ *[TC]\\d{1,10}\\])? ");

  private final boolean tap;
  private final List<String> lines = new ArrayList<>();
  private final List<String> together = new ArrayList<>();
  private String marks = "";

  private PastedText(boolean tap) {
    this.tap = tap;
  }

  /** The output of {@code ss}, {@code ip} or {@code nstat}, as it was printed. */
  public static String of(String pasted) {
    return new PastedText(false).plain(pasted);
  }

  /** The output of a test, whose own lines may begin with {@code "# "} and nest by indentation. */
  public static String ofTap(String pasted) {
    return new PastedText(true).plain(pasted);
  }

  private String plain(String pasted) {
    for (String line : pasted.split("\n", -1)) {
      take(withoutTime(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line));
    }
    indentLess();
    return String.join("\n", lines);
  }

  private String withoutTime(String line) {
    var time = TIME.matcher(line);
    return time.lookingAt() ? line.substring(time.end()) : line;
  }

  private void take(String line) {
    int end = 0;
    StringBuilder found = new StringBuilder();
    for (int at = afterBlanks(line, 0);
        at < line.length() && found.length() < MARKS && isMark(line, at);
        at = afterBlanks(line, end)) {
      found.append(line.charAt(at));
      end = at + 1;
    }
    String text = line.substring(end);
    boolean ends = text.isBlank() ? !tap : !marks.contentEquals(found);
    if (ends) {
      indentLess();
    }
    if (!text.isBlank()) {
      marks = found.toString();
    }
    together.add(text.isBlank() ? "" : text);
  }

  /** Whether a mark stands there; {@code #kernel} is a line of nstat. */
  private boolean isMark(String line, int at) {
    char c = line.charAt(at);
    boolean alone = at + 1 == line.length() || isBlank(line.charAt(at + 1));
    return c == '>' || (!tap && c == '#' && alone);
  }

  private void indentLess() {
    String common = null;
    for (String line : together) {
      if (!line.isEmpty()) {
        String indent = line.substring(0, afterBlanks(line, 0));
        common = common == null ? indent : common(common, indent);
      }
    }
    for (String line : together) {
      lines.add(line.isEmpty() || common == null ? line : line.substring(common.length()));
    }
    together.clear();
  }

  private static String common(String a, String b) {
    int same = 0;
    while (same < Math.min(a.length(), b.length()) && a.charAt(same) == b.charAt(same)) {
      same++;
    }
    return a.substring(0, same);
  }

  private static int afterBlanks(String line, int from) {
    int at = from;
    while (at < line.length() && isBlank(line.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
