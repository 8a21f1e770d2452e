// SPDX-License-Identifier: Apache-2.0
package dev.subflow.patch;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One mail, decoded, or a text that is none.
 *
 * @param subject {@link MailSubject#NONE} for a text that is no mail
 * @param message what is said about the patch
 * @param patch from the line on where {@code git mailinfo} takes it to begin
 */
record Mail(MailSubject subject, String message, String patch) {
  /** "---" alone, and any line with which a diff begins. */
  private static final Pattern BREAK =
      Pattern.compile("(?md)^(?:diff -|Index: |--- \\S|---[ \\t\\r\\f]*+$)");

  private static final Pattern DIFF =
      Pattern.compile("(?md)^(?:diff --git |--- \\S.*+\\n\\+\\+\\+ \\S)");

  /** A mail of that text. */
  static Mail of(MailSubject subject, String text) {
    Matcher begin = BREAK.matcher(text);
    int at = begin.find() ? begin.start() : text.length();
    return new Mail(subject, text.substring(0, at), text.substring(at));
  }

  /** A diff, with or without words around it. */
  static Mail ofDiff(String text) {
    return new Mail(MailSubject.NONE, "", text);
  }

  static boolean hasDiff(String text) {
    return DIFF.matcher(text).find();
  }

  boolean hasDiff() {
    return hasDiff(patch);
  }
}
