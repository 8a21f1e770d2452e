// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cache;

import dev.subflow.failure.UsageException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The one rule for names that stand in a stranger's file and become a path, or a part of one: a
 * release, a module, a script. None leads out of its folder, is taken for an option, or speaks to a
 * terminal.
 */
public final class RelativePath {
  // samples: 6.12.107+deb13-cloud-amd64   snd-soc-x.ko   mptcp_connect.sh
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_+.,@=~-]{0,254}");

  private static final String ALLOWED =
      "1 to 255 of A-Z a-z 0-9 _ + . , @ = ~ - that begin with a letter, a digit or _";
  private static final int LONGEST = 1024;
  private static final int SHOWN_CHARS = 120;

  private RelativePath() {}

  /**
   * A name without folders.
   *
   * @param where the file, its line if it has lines, and what stands there, such as {@code
   *     /x/bzImage: the release}
   * @return the value
   * @throws UsageException when it is none
   */
  public static String name(String value, String where) {
    if (!NAME.matcher(value).matches()) {
      throw refusal(value, where, "name", "");
    }
    return value;
  }

  /**
   * A name with or without folders before it, as {@link #name} otherwise.
   *
   * @throws UsageException when it is none
   */
  public static String path(String value, String where) {
    boolean fits = !value.isEmpty() && value.length() <= LONGEST;
    for (String part : value.split("/", -1)) {
      fits &= NAME.matcher(part).matches();
    }
    if (!fits) {
      throw refusal(value, where, "path within its folder", ", with one / between two of them");
    }
    return value;
  }

  private static UsageException refusal(String value, String where, String kind, String also) {
    return new UsageException(
        where
            + " is \""
            + shown(value)
            + "\", which is no "
            + kind
            + ". Allowed: "
            + ALLOWED
            + also
            + ". Whoever made the file made a mistake, or wants something else of this machine.");
  }

  /** A value for a terminal: the beginning of a long one, and nothing but printable ASCII. */
  public static String shown(String value) {
    StringBuilder text = new StringBuilder();
    for (char c : value.substring(0, Math.min(value.length(), SHOWN_CHARS)).toCharArray()) {
      text.append(
          c >= ' ' && c <= '~'
              ? String.valueOf(c)
              : String.format(Locale.ROOT, "\\u%04x", (int) c));
    }
    return value.length() > SHOWN_CHARS
        ? text + "… (" + value.length() + " characters)"
        : text.toString();
  }
}
