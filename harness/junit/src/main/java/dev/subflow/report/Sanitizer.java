// SPDX-License-Identifier: Apache-2.0
package dev.subflow.report;

import java.util.regex.Pattern;

/**
 * Makes what a guest, a tree, a mail or a capture named harmless: it may be anything, and a
 * terminal, an XML reader or who renders Markdown must not obey it. All output goes through here.
 */
public final class Sanitizer {
  /**
   * Escape sequences of ECMA-48: CSI, OSC and the other strings with their terminator,
   * two-character ones. One that does not end is no sequence; its escape character is shown
   * instead.
   */
  private static final Pattern SEQUENCES =
      Pattern.compile(
          "(?:\\x1b\\[|\\x9b)[0-?]*+[ -/]*+[@-~]"
              + "|(?:\\x1b[\\]PX^_]|[\\x90\\x98\\x9d-\\x9f])[^\\x07\\x1b\\x9c]*+(?:\\x07|\\x1b\\\\|\\x9c)"
              + "|\\x1b[ -/]*+[0-OQ-WYZ\\\\`-~]");

  /** Characters that Markdown obeys wherever they are; an address it finds by its colon. */
  private static final String MARKS = "\\`*[]<>|&~@";

  /** Those that it obeys at the begin of a line. */
  private static final String BLOCK_MARKS = "#+-=";

  private Sanitizer() {}

  /**
   * Text for a terminal or a log: escape sequences are gone, line ends and tabs stay, any other
   * control character is shown as {@code \x07} or <code>\u202e</code>.
   */
  public static String text(String raw) {
    return escape(SEQUENCES.matcher(raw.replace("\r\n", "\n")).replaceAll(""), true);
  }

  /**
   * Text for one line: as {@link #text}, with line ends and tabs shown as {@code \n} and {@code
   * \t}.
   */
  public static String line(String raw) {
    return escape(SEQUENCES.matcher(raw).replaceAll(""), false);
  }

  /**
   * Text within one line of Markdown, as in a heading, a list or the cell of a table: as {@link
   * #line}, and nothing in it is a link, an image, HTML, code, emphasis or the end of a cell.
   */
  public static String markdown(String raw) {
    String line = line(raw);
    StringBuilder out = new StringBuilder(line.length());
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      boolean within = i > 0 && i + 1 < line.length();
      boolean isPartOfWord =
          within
              && Character.isLetterOrDigit(line.charAt(i - 1))
              && Character.isLetterOrDigit(line.charAt(i + 1));
      boolean acts =
          MARKS.indexOf(c) >= 0
              || (c == '_' && !isPartOfWord)
              || (i == 0 && BLOCK_MARKS.indexOf(c) >= 0)
              || line.startsWith("://", i);
      out.append(acts ? "\\" : "").append(c);
    }
    return out.toString();
  }

  /** JSON that means the same, without what a terminal obeys or does not show. */
  public static String json(String json) {
    StringBuilder out = new StringBuilder(json.length());
    json.codePoints()
        .forEach(
            c -> {
              boolean breaks = c == '\n' || c == '\r' || c == '\t';
              if (!breaks && (Character.isISOControl(c) || isHarmful(c))) {
                for (char unit : Character.toChars(c)) {
                  out.append(String.format("\\u%04x", (int) unit));
                }
              } else {
                out.appendCodePoint(c);
              }
            });
    return out.toString();
  }

  private static String escape(String raw, boolean keepLines) {
    StringBuilder out = new StringBuilder(raw.length());
    int length = raw.length();
    for (int i = 0; i < length; ) {
      int c = raw.codePointAt(i);
      i += Character.charCount(c);
      if (c == '\n' || c == '\t') {
        out.append(keepLines ? String.valueOf((char) c) : c == '\n' ? "\\n" : "\\t");
      } else if (c < 0x100 && Character.isISOControl(c)) {
        out.append(String.format("\\x%02x", c));
      } else if (isHarmful(c)) {
        out.append(String.format("\\u%04x", c));
      } else {
        out.appendCodePoint(c);
      }
    }
    return out.toString();
  }

  /** Directional and other invisible marks, halves of surrogate pairs, and what XML 1.0 forbids. */
  private static boolean isHarmful(int c) {
    int type = Character.getType(c);
    return type == Character.SURROGATE
        || type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR
        || (c & 0xfffe) == 0xfffe;
  }
}
