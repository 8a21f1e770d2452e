// SPDX-License-Identifier: Apache-2.0
package dev.subflow.patch;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Subject of a mail, and what its tags say of the patch.
 *
 * @param text all of it, on one line
 * @param title without the tags
 * @param number in its series; 0 is the cover letter
 * @param total how many patches the series has
 * @param revision 2 for {@code v2}
 * @param isResent whether it was sent a second time
 * @param isReply whether somebody answers
 */
record MailSubject(
    String text,
    String title,
    Optional<Integer> number,
    Optional<Integer> total,
    int revision,
    boolean isResent,
    boolean isReply) {
  /** A longer one is cut. */
  private static final int LONGEST = 1000;

  // [PATCH net-next v2 03/12] mptcp: fix it
  private static final Pattern TAGS = Pattern.compile("(?:\\[[^\\]]*+\\]\\s*+)*+");
  private static final Pattern NUMBERED =
      Pattern.compile("\\[[^\\]\\[]*?\\b(\\d{1,4})/(\\d{1,4})\\b[^\\]\\[]*\\]");
  // v2, PATCHv2, but not: v6.12
  private static final Pattern REVISION = Pattern.compile("(?i)(?:\\b|patch)v(\\d{1,3})(?![\\w.])");
  private static final Pattern RESENT = Pattern.compile("(?i)\\bresend\\b");
  // Re: [PATCH] x, or [MPTCP] Re: x, or of other languages
  private static final Pattern REPLY =
      Pattern.compile("(?i)(?:re|aw|sv|vs|antw|odp|rv|ynt|回复|答复)(?:\\[\\d{1,3}\\])?\\s*[:：].*");

  /** That of a mail without one, and of what is no mail. */
  static final MailSubject NONE = parse("");

  static MailSubject parse(String text) {
    String line = text.replaceAll("[\\p{Cc}\\s]++", " ").strip();
    String subject = line.length() > LONGEST ? line.substring(0, LONGEST) : line;
    Matcher tagged = TAGS.matcher(subject);
    String tags = tagged.lookingAt() ? tagged.group() : "";
    String title = subject.substring(tags.length());
    Matcher numbered = NUMBERED.matcher(subject);
    boolean isNumbered = numbered.find();
    Matcher revision = REVISION.matcher(tags);
    return new MailSubject(
        subject,
        title,
        isNumbered ? Optional.of(Integer.valueOf(numbered.group(1))) : Optional.empty(),
        isNumbered ? Optional.of(Integer.valueOf(numbered.group(2))) : Optional.empty(),
        revision.find() ? Integer.parseInt(revision.group(1)) : 1,
        RESENT.matcher(tags).find(),
        REPLY.matcher(title).matches());
  }

  /** Name that all versions of a patch share. */
  String patch() {
    return title.toLowerCase(Locale.ROOT);
  }

  boolean isCoverLetter() {
    return number.filter(n -> n == 0).isPresent();
  }
}
