// SPDX-License-Identifier: Apache-2.0
package dev.subflow.history;

import dev.subflow.cache.Digests;
import java.util.Locale;

/** Texts of guests, trees and tests as a database takes them. */
final class Words {
  private static final int LONGEST = 400;

  private Words() {}

  /**
   * The text, without what a database refuses (NUL, halves of surrogate pairs); a long one ends
   * with a digest of all of it, so that two of them stay two.
   */
  static String kept(String raw) {
    String head = raw.length() <= LONGEST ? raw : raw.substring(0, LONGEST);
    StringBuilder kept = new StringBuilder(head.length());
    head.codePoints()
        .map(c -> c == 0 ? 0x2400 : c >= 0xd800 && c <= 0xdfff ? 0xfffd : c)
        .forEach(kept::appendCodePoint);
    return head.length() == raw.length()
        ? kept.toString()
        : kept + "... " + Digests.of(raw).substring(0, 12);
  }

  /** A key that says the same for the same words, on every machine. */
  static long key(String... words) {
    // Words may hold anything but NUL.
    return Long.parseUnsignedLong(Digests.of(String.join("\0", words)).substring(0, 15), 16);
  }

  /**
   * Pattern of LIKE for a glob with {@code *} and {@code ?}; the backslash escapes. Case is passed
   * over, as both sides are in lower case.
   */
  static String like(String glob) {
    StringBuilder like = new StringBuilder();
    for (char c : glob.toLowerCase(Locale.ROOT).toCharArray()) {
      switch (c) {
        case '*' -> like.append('%');
        case '?' -> like.append('_');
        case '%', '_', '\\' -> like.append('\\').append(c);
        default -> like.append(c);
      }
    }
    return like.toString();
  }
}
