// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Checksums of mappings that wait for their payload, by the position behind it. */
final class Sums {
  /** The most bytes that are added up for each byte of payload. */
  private static final int TIMES = 4;

  private static final int AT_LEAST = 1 << 16;

  /**
   * A mapping with its checksum.
   *
   * @param from position of the first byte on the subflow
   * @param place of the first byte in the data
   * @param length as in the option
   */
  record Sum(Sight sight, long from, long to, long place, int length, int checksum) {}

  private final TreeMap<Long, Sum> waiting = new TreeMap<>();
  private long allowance = AT_LEAST;
  private boolean gaveUp;

  /** Adds one; of those that end at one place the first is looked at. */
  void add(Sum sum) {
    waiting.putIfAbsent(sum.to(), sum);
  }

  /** Each byte of payload pays for some that are added up. */
  void sees(int bytes) {
    allowance += (long) TIMES * bytes;
  }

  /** Takes out those whose payload is there up to a position. */
  List<Sum> complete(long contiguous) {
    List<Sum> taken = new ArrayList<>();
    Map.Entry<Long, Sum> next = waiting.firstEntry();
    while (next != null && next.getKey() <= contiguous) {
      waiting.remove(next.getKey());
      Sum sum = next.getValue();
      if (sum.to() - sum.from() > allowance) {
        gaveUp = true;
      } else {
        allowance -= sum.to() - sum.from();
        taken.add(sum);
      }
      next = waiting.firstEntry();
    }
    return taken;
  }

  /** Whether there were more mappings than its payload is worth. */
  boolean gaveUp() {
    return gaveUp;
  }
}
