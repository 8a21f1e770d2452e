// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import java.util.Map;
import java.util.TreeMap;

/** Places that were seen, as runs that neither overlap nor touch. */
final class Coverage {
  private final TreeMap<Long, Long> runs = new TreeMap<>();
  private long end;

  /**
   * Adds places.
   *
   * @return how many of them are new
   */
  long add(long from, long to) {
    if (from >= to) {
      return 0;
    }
    end = Math.max(end, to);
    long start = from;
    long stop = to;
    long taken = 0;
    Map.Entry<Long, Long> before = runs.floorEntry(from);
    if (before != null && before.getValue() >= from) {
      start = before.getKey();
      stop = Math.max(stop, before.getValue());
      taken = before.getValue() - before.getKey();
      runs.remove(start);
    }
    Map.Entry<Long, Long> next = runs.ceilingEntry(start);
    while (next != null && next.getKey() <= stop) {
      stop = Math.max(stop, next.getValue());
      taken += next.getValue() - next.getKey();
      runs.remove(next.getKey());
      next = runs.ceilingEntry(start);
    }
    runs.put(start, stop);
    return stop - start - taken;
  }

  /** The place behind the last that was seen; 0 when there is none. */
  long end() {
    return end;
  }

  /** The place behind those that were seen without a hole from a place on. */
  long contiguousFrom(long place) {
    Map.Entry<Long, Long> here = runs.floorEntry(place);
    return here == null ? place : Math.max(place, here.getValue());
  }
}
