// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import java.time.Duration;
import java.time.Instant;

/**
 * Time in which a command took effect, at a moment that nobody saw.
 *
 * @param began when it was sent
 * @param ended when its end was known
 */
record Span(Instant began, Instant ended) {
  /** A frame may be seen later than it was made, on a busy machine. */
  static final Duration MARGIN = Duration.ofSeconds(2);

  /** Whether a frame that was seen then may be of the time after it. */
  boolean mayPrecede(Instant seen) {
    return !began.minus(MARGIN).isAfter(seen);
  }

  /** Whether a frame that was seen then must be of the time after it. */
  boolean precedes(Instant seen) {
    return ended.plus(MARGIN).isBefore(seen);
  }
}
