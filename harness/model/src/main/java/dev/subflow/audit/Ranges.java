// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import dev.subflow.packet.mptcp.Octets;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Bytes at their places, first come, in pieces that do not overlap. */
final class Ranges {
  private final TreeMap<Long, byte[]> pieces = new TreeMap<>();
  private long end;

  /**
   * Adds bytes where there are none yet.
   *
   * @return place of the first byte that differs from the one that is there
   */
  OptionalLong add(long at, byte[] bytes) {
    OptionalLong differs = OptionalLong.empty();
    long next = at;
    long to = at + bytes.length;
    end = Math.max(end, to);
    while (next < to) {
      Map.Entry<Long, byte[]> here = pieces.floorEntry(next);
      if (here != null && here.getKey() + here.getValue().length > next) {
        long stop = Math.min(to, here.getKey() + here.getValue().length);
        for (long i = next; i < stop && differs.isEmpty(); i++) {
          if (here.getValue()[(int) (i - here.getKey())] != bytes[(int) (i - at)]) {
            differs = OptionalLong.of(i);
          }
        }
        next = stop;
        continue;
      }
      Long after = pieces.higherKey(next);
      long stop = after == null ? to : Math.min(to, after);
      pieces.put(next, java.util.Arrays.copyOfRange(bytes, (int) (next - at), (int) (stop - at)));
      next = stop;
    }
    return differs;
  }

  /** Place behind the last byte. */
  long end() {
    return end;
  }

  /** Place behind the last byte of those that are there without a hole from a place on. */
  long contiguousFrom(long place) {
    long next = place;
    Map.Entry<Long, byte[]> here = pieces.floorEntry(next);
    while (here != null && here.getKey() + here.getValue().length > next) {
      next = here.getKey() + here.getValue().length;
      here = pieces.floorEntry(next);
    }
    return next;
  }

  /** The bytes from a place on; fewer where there is a hole. */
  Octets read(long from, int length) {
    int there = (int) Math.min(length, contiguousFrom(from) - from);
    byte[] bytes = new byte[Math.max(0, there)];
    for (int i = 0; i < bytes.length; ) {
      Map.Entry<Long, byte[]> here = java.util.Objects.requireNonNull(pieces.floorEntry(from + i));
      int offset = (int) (from + i - here.getKey());
      int n = Math.min(bytes.length - i, here.getValue().length - offset);
      System.arraycopy(here.getValue(), offset, bytes, i, n);
      i += n;
    }
    return Octets.of(bytes);
  }

  /** The pieces by their places. */
  Map<Long, byte[]> pieces() {
    return java.util.Collections.unmodifiableMap(pieces);
  }
}
