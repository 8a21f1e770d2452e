// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import java.time.Instant;
import java.util.Optional;

/** Payload that one host sent on one subflow, in bytes. */
final class Load {
  private long payload;
  private long repeated;
  private long late;
  private long fresh;
  private long again;
  private Optional<Instant> first = Optional.empty();
  private Instant last = Instant.MIN;

  /** Takes note of a segment: so many bytes are new to the subflow, maybe behind later ones. */
  void carries(long length, long isNew, boolean behindLater) {
    payload += length;
    repeated += length - isNew;
    late += behindLater ? isNew : 0;
  }

  /**
   * Takes note of payload that has a place in the data: so many bytes are new to the connection.
   */
  void places(Instant time, long length, long isNew) {
    fresh += isNew;
    again += length - isNew;
    if (isNew > 0) {
      first = first.or(() -> Optional.of(time));
      last = time.isAfter(last) ? time : last;
    }
  }

  /** All of it. */
  long payload() {
    return payload;
  }

  /** What the subflow had carried before. */
  long repeated() {
    return repeated;
  }

  /** What came behind later bytes of the subflow, as what was lost and sent again does. */
  long late() {
    return late;
  }

  /** Data that it carried first. */
  long fresh() {
    return fresh;
  }

  /** Data that had been seen before, on this subflow or another. */
  long again() {
    return again;
  }

  /** When it carried new data for the first time. */
  Optional<Instant> first() {
    return first;
  }

  /** When it carried new data for the last time; meaningful with the first. */
  Instant last() {
    return last;
  }
}
