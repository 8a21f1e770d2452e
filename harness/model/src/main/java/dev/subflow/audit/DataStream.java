// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import java.util.OptionalLong;

/**
 * The data that one host sent, from all subflows. Places are relative to the initial data sequence
 * number, so the first byte is at 1.
 */
final class DataStream {
  private final Ranges bytes = new Ranges();
  private OptionalLong fin = OptionalLong.empty();
  private OptionalLong infiniteFrom = OptionalLong.empty();

  Ranges bytes() {
    return bytes;
  }

  /** Place of the DATA_FIN, which takes one as a byte does. */
  OptionalLong fin() {
    return fin;
  }

  void fin(long place) {
    fin = OptionalLong.of(place);
  }

  OptionalLong infiniteFrom() {
    return infiniteFrom;
  }

  void infiniteFrom(long place) {
    infiniteFrom = OptionalLong.of(place);
  }

  /** What may be acknowledged: the place behind all that arrived without a hole. */
  long arrived() {
    long next = bytes.contiguousFrom(1);
    return fin.isPresent() && fin.getAsLong() == next ? next + 1 : next;
  }

  /** Place of a data sequence number, of 64 bits or the lower 32. */
  static long place(dev.subflow.packet.mptcp.DataSequence number, Party owner, long near) {
    long relative = number.value() - owner.initialDataSequence();
    return number.octets() == 8 ? relative : Wrapping.near32(relative, near);
  }
}
