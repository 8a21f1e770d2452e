// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Payload of a subflow that has no place in the data yet, each byte once. */
final class Waiting {
  /**
   * Some of it.
   *
   * @param from position of the first byte on the subflow
   * @param bytes of it; none where the capture does not have them
   * @param needed whether the lack of a mapping would break a rule
   */
  record Piece(Sight sight, long from, long to, Optional<ByteBuffer> bytes, boolean needed) {
    Piece part(long first, long behind) {
      return new Piece(
          sight,
          first,
          behind,
          bytes.map(b -> b.slice(b.position() + (int) (first - from), (int) (behind - first))),
          needed);
    }
  }

  private final TreeMap<Long, Piece> pieces = new TreeMap<>();

  /** Adds what does not wait already. */
  void add(Piece piece) {
    long next = piece.from();
    while (next < piece.to()) {
      Map.Entry<Long, Piece> here = pieces.floorEntry(next);
      if (here != null && here.getValue().to() > next) {
        next = here.getValue().to();
        continue;
      }
      Long after = pieces.higherKey(next);
      long stop = after == null ? piece.to() : Math.min(piece.to(), after);
      pieces.put(next, piece.part(next, stop));
      next = stop;
    }
  }

  /** Takes out what is between two positions. */
  List<Piece> take(long from, long to) {
    List<Piece> taken = new ArrayList<>();
    Map.Entry<Long, Piece> before = pieces.lowerEntry(from);
    if (before != null && before.getValue().to() > from) {
      split(before.getValue(), from);
    }
    Map.Entry<Long, Piece> next = pieces.ceilingEntry(from);
    while (next != null && next.getKey() < to) {
      if (next.getValue().to() > to) {
        split(next.getValue(), to);
      }
      taken.add(pieces.remove(next.getKey()));
      next = pieces.ceilingEntry(from);
    }
    return taken;
  }

  private void split(Piece piece, long at) {
    pieces.put(piece.from(), piece.part(piece.from(), at));
    pieces.put(at, piece.part(at, piece.to()));
  }

  void clear() {
    pieces.clear();
  }

  /** The first piece whose mapping is needed. */
  Optional<Piece> firstNeeded() {
    return pieces.values().stream().filter(Piece::needed).findFirst();
  }
}
