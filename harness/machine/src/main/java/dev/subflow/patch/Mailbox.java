// SPDX-License-Identifier: Apache-2.0
package dev.subflow.patch;

import dev.subflow.failure.UsageException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits a mailbox into its mails, where {@code git mailsplit} does: at each line that begins with
 * {@code From} and has a date, whether a blank line comes before or not.
 */
final class Mailbox {
  private static final int MOST_MAILS = 10_000;

  // From 1234567890123456789012345678901234567890 Mon Sep 17 00:00:00 2001
  // From mboxrd@z Thu Jan  1 00:00:00 1970
  // From 1675@xxx Thu Aug 06 10:11:12 +0000 2026
  private static final Pattern ENVELOPE =
      Pattern.compile(
          "(?md)^From \\S++ ++\\w{3} \\w{3} {1,2}\\d{1,2} \\d{1,2}:\\d\\d(?::\\d\\d)?"
              + "(?: [+\\-\\w]{1,5})? \\d{4}\\b.*$");
  // >From here on, as an archive writes it in a body
  private static final Pattern QUOTED = Pattern.compile("(?md)^>(>*+From )");
  // >From git@z Thu Jan  1 00:00:00 1970, among the fields
  private static final Pattern INSIDE = Pattern.compile("(?md)^>?From .*\n?");
  // Subject: x, or ARC-Seal:i=1, or the next line of one that is folded
  private static final Pattern FIELD = Pattern.compile("[!-9;-~]++:|[ \\t]|>?From ");
  private static final Pattern OF_A_MAIL = Pattern.compile("(?mdi)^(?:subject|from):");

  private Mailbox() {}

  /**
   * One text of a mailbox. Its characters are bytes: of which charset they are, its header says.
   *
   * @param isMail false for what was not sent by mail, which is body alone
   * @param header lines of the header, each with its line end
   * @param body without the blank line before it
   */
  record Raw(boolean isMail, String header, String body) {}

  /**
   * All mails. A text that begins as one mail is that alone, whatever is in it; another text before
   * the first mail is one without a header.
   *
   * @param name of the file, for messages
   */
  static List<Raw> split(String name, byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
    List<Raw> mails = new ArrayList<>();
    Matcher envelope = ENVELOPE.matcher(text);
    int start = text.length() - text.stripLeading().length();
    if (!envelope.find(start) || envelope.start() > start) {
      int end = headerEnd(text, start);
      if (OF_A_MAIL.matcher(text).region(start, end).find()) {
        return List.of(mail(text.substring(start)));
      }
      String first = envelope.find(start) ? text.substring(0, envelope.start()) : text;
      if (!first.isBlank()) {
        mails.add(new Raw(false, "", first));
      }
    }
    for (boolean more = envelope.find(start); more; ) {
      int begin = Math.min(envelope.end() + 1, text.length());
      more = envelope.find(begin);
      String mail = text.substring(begin, more ? envelope.start() : text.length());
      mails.add(mail(QUOTED.matcher(mail).replaceAll("$1")));
      if (mails.size() > MOST_MAILS) {
        throw new UsageException(
            name + " has more than " + MOST_MAILS + " mails; give those of one series.");
      }
    }
    return List.copyOf(mails);
  }

  private static Raw mail(String text) {
    int end = headerEnd(text, 0);
    String header = INSIDE.matcher(text.substring(0, end)).replaceAll("");
    return new Raw(true, header, text.substring(text.startsWith("\n", end) ? end + 1 : end));
  }

  /** The end of the header that begins there: it need not have a blank line after it. */
  private static int headerEnd(String text, int start) {
    Matcher field = FIELD.matcher(text);
    int at = start;
    while (at < text.length() && field.region(at, text.length()).lookingAt()) {
      int end = text.indexOf('\n', at);
      at = end < 0 ? text.length() : end + 1;
    }
    return at;
  }
}
