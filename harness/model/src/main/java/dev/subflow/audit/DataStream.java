// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import dev.subflow.packet.mptcp.DataSequence;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The data that one host sent, from all subflows. Places are relative to the initial data sequence
 * number, so the first byte is at 1.
 */
final class DataStream {
  private final Coverage seen = new Coverage();
  private final Ranges bytes = new Ranges();
  private OptionalLong fin = OptionalLong.empty();
  private Optional<Sight> finSight = Optional.empty();
  private OptionalLong infiniteFrom = OptionalLong.empty();

  Coverage seen() {
    return seen;
  }

  Ranges bytes() {
    return bytes;
  }

  /** Place of the DATA_FIN, which takes one as a byte does. */
  OptionalLong fin() {
    return fin;
  }

  void fin(long place, Sight by) {
    fin = OptionalLong.of(place);
    finSight = finSight.or(() -> Optional.of(by));
  }

  /** The first segment with the DATA_FIN. */
  Optional<Sight> finSight() {
    return finSight;
  }

  OptionalLong infiniteFrom() {
    return infiniteFrom;
  }

  void infiniteFrom(long place) {
    infiniteFrom = OptionalLong.of(place);
  }

  /** What may be acknowledged: the place behind all that arrived without a hole. */
  long arrived() {
    long next = seen.contiguousFrom(1);
    return fin.isPresent() && fin.getAsLong() == next ? next + 1 : next;
  }

  /** Place of a data sequence number, of 64 bits or the lower 32. */
  static long place(DataSequence number, Party owner) {
    long relative = number.value() - owner.initialDataSequence();
    return number.octets() == 8 ? relative : Wrapping.near32(relative, owner.data().seen().end());
  }
}
