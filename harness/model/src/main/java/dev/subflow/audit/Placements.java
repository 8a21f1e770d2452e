// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Bytes of a subflow and their places in the data, in pieces that do not overlap; neighbours with
 * one shift are one piece.
 */
final class Placements {
  /**
   * A run of bytes.
   *
   * @param from position of the first on the subflow
   * @param to position behind the last
   * @param shift what makes a place in the data of a position on the subflow
   */
  record Piece(long from, long to, long shift) {}

  private final TreeMap<Long, Piece> pieces = new TreeMap<>();

  /**
   * Gives bytes their places, as far as they have none.
   *
   * @return position of the first byte that has another place; those behind it keep none
   */
  OptionalLong add(long from, long to, long shift) {
    long next = from;
    while (next < to) {
      Optional<Piece> here = at(next);
      if (here.isPresent()) {
        if (here.get().shift() != shift) {
          return OptionalLong.of(next);
        }
        next = here.get().to();
        continue;
      }
      Long after = pieces.higherKey(next);
      long stop = after == null ? to : Math.min(to, after);
      insert(next, stop, shift);
      next = stop;
    }
    return OptionalLong.empty();
  }

  private void insert(long from, long to, long shift) {
    long start = from;
    long stop = to;
    Map.Entry<Long, Piece> before = pieces.lowerEntry(from);
    if (before != null && before.getValue().to() == from && before.getValue().shift() == shift) {
      start = before.getKey();
    }
    Piece after = pieces.get(to);
    if (after != null && after.shift() == shift) {
      stop = after.to();
      pieces.remove(to);
    }
    pieces.put(start, new Piece(start, stop, shift));
  }

  /** The piece that a position is in. */
  Optional<Piece> at(long position) {
    return Optional.ofNullable(pieces.floorEntry(position))
        .map(Map.Entry::getValue)
        .filter(piece -> position < piece.to());
  }

  /** Position of the first piece behind a position, or a limit when that comes first. */
  long nextAfter(long position, long limit) {
    Long after = pieces.higherKey(position);
    return after == null ? limit : Math.min(limit, after);
  }
}
