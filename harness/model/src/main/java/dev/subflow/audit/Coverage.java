// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import java.util.Map;
import java.util.TreeMap;

/** Places that were seen, as runs that neither overlap nor touch. */
final class Coverage {
  private final TreeMap<Long, Long> runs = new TreeMap<>();
  private long end;

  void add(long from, long to) {
    if (from >= to) {
      return;
    }
    end = Math.max(end, to);
    long start = from;
    long stop = to;
    Map.Entry<Long, Long> before = runs.floorEntry(from);
    if (before != null && before.getValue() >= from) {
      start = before.getKey();
      stop = Math.max(stop, before.getValue());
    }
    Map.Entry<Long, Long> next = runs.ceilingEntry(start);
    while (next != null && next.getKey() <= stop) {
      stop = Math.max(stop, next.getValue());
      runs.remove(next.getKey());
      next = runs.ceilingEntry(start);
    }
    runs.put(start, stop);
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
