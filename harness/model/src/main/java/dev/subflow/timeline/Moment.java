// SPDX-License-Identifier: Apache-2.0
package dev.subflow.timeline;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * Something that happened.
 *
 * @param at when it began, by the clock of the wires and of the harness, which are one
 * @param lasts how long; zero of what has no length
 * @param kind what it is
 * @param where the host, the wire, or the NIC as {@code host/nic} where it happened; empty of what
 *     happened in the test itself
 * @param text one line
 * @param detail more lines, such as the output of a command; often empty
 */
public record Moment(
    Instant at, Duration lasts, Kind kind, String where, String text, String detail) {
  /** The most characters of a text. */
  public static final int MAX_TEXT = 400;

  /** The most characters of a detail. */
  public static final int MAX_DETAIL = 8_000;

  /** Cuts what is longer than its limit, and says so. */
  public Moment {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(lasts, "lasts");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(where, "where");
    text = cut(text, MAX_TEXT);
    detail = cut(detail, MAX_DETAIL);
  }

  /** Something without a length. */
  public static Moment point(Instant at, Kind kind, String where, String text) {
    return new Moment(at, Duration.ZERO, kind, where, text, "");
  }

  /** When it ended. */
  public Instant end() {
    return at.plus(lasts);
  }

  Moment withoutDetail() {
    return new Moment(at, lasts, kind, where, text, "");
  }

  private static String cut(String text, int limit) {
    return text.length() <= limit
        ? text
        : text.substring(0, limit) + " [... " + (text.length() - limit) + " characters more]";
  }
}
