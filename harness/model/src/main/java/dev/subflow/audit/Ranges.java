// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Bytes at their places, first come, in pieces that do not overlap. They are views of what the
 * capture holds; of these it keeps the last {@value #WINDOW} bytes by their places.
 */
final class Ranges {
  /** More than a receive window of Linux takes by default, which is 6 MiB. */
  static final long WINDOW = 8 << 20;

  private final TreeMap<Long, ByteBuffer> pieces = new TreeMap<>();
  private long kept;
  private boolean forgot;

  /**
   * Adds bytes where there are none yet.
   *
   * @return place of the first byte that differs from the one that is there
   */
  OptionalLong add(long at, ByteBuffer bytes) {
    OptionalLong differs = OptionalLong.empty();
    long next = at;
    long to = at + bytes.remaining();
    while (next < to) {
      Map.Entry<Long, ByteBuffer> here = pieces.floorEntry(next);
      if (here != null && end(here) > next) {
        long stop = Math.min(to, end(here));
        int first =
            part(here.getValue(), next - here.getKey(), stop - next)
                .mismatch(part(bytes, next - at, stop - next));
        if (first >= 0 && differs.isEmpty()) {
          differs = OptionalLong.of(next + first);
        }
        next = stop;
        continue;
      }
      Long after = pieces.higherKey(next);
      long stop = after == null ? to : Math.min(to, after);
      pieces.put(next, part(bytes, next - at, stop - next));
      kept += stop - next;
      next = stop;
    }
    while (kept > WINDOW) {
      kept -= pieces.pollFirstEntry().getValue().remaining();
      forgot = true;
    }
    return differs;
  }

  /** Whether bytes were given up, so that what repeats them is not compared. */
  boolean forgot() {
    return forgot;
  }

  /** The bytes from a place on; fewer where some are not there. */
  ByteBuffer read(long from, int length) {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      long next = from + bytes.position();
      Map.Entry<Long, ByteBuffer> here = pieces.floorEntry(next);
      if (here == null || end(here) <= next) {
        break;
      }
      long taken = Math.min(bytes.remaining(), end(here) - next);
      bytes.put(part(here.getValue(), next - here.getKey(), taken));
    }
    return bytes.flip();
  }

  private static long end(Map.Entry<Long, ByteBuffer> piece) {
    return piece.getKey() + piece.getValue().remaining();
  }

  private static ByteBuffer part(ByteBuffer bytes, long from, long length) {
    return bytes.slice(bytes.position() + (int) from, (int) length);
  }
}
