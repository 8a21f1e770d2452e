// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * A learning switch: unicast goes where its destination was last seen, all else is flooded.
 *
 * <p>Addresses age out after 5 minutes, the default of Linux bridges. The table holds 1024
 * addresses; then the one not seen for longest makes room, so a guest that makes addresses up can't
 * grow it.
 */
final class Switching implements Forwarding {
  static final Duration AGEING = Duration.ofMinutes(5);
  static final int MAX_ADDRESSES = 1024;

  private static final long GROUP_BIT = 1L << 40;

  private static final class Seen {
    int port;
    long at;
  }

  private final LongSupplier nanoTime;
  private final Map<Long, Seen> table =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Seen> eldest) {
          return size() > MAX_ADDRESSES;
        }
      };

  // Frames come in runs between the same two addresses; one answer serves the run.
  private long lastSource = -1;
  private long lastDestination = -1;
  private int lastFrom = -1;
  private int lastTarget = NOWHERE;
  private long lastAt;

  Switching(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  @Override
  public int target(int from, ByteBuffer frames, int start, int length) {
    if (length < Framing.ETHERNET_HEADER_BYTES) {
      return NOWHERE;
    }
    long destination = frames.getLong(start) >>> 16;
    long source = frames.getLong(start + 4) & 0xffff_ffff_ffffL;
    long now = nanoTime.getAsLong();
    if (source != lastSource
        || destination != lastDestination
        || from != lastFrom
        || now - lastAt > AGEING.toNanos() / 100) {
      learn(source, from, now);
      lastTarget = lookUp(destination, from, now);
      lastSource = source;
      lastDestination = destination;
      lastFrom = from;
      lastAt = now;
    }
    return lastTarget;
  }

  private void learn(long source, int port, long now) {
    if ((source & GROUP_BIT) == 0) {
      Seen seen = table.computeIfAbsent(source, s -> new Seen());
      seen.port = port;
      seen.at = now;
    }
  }

  private int lookUp(long destination, int from, long now) {
    Seen seen = (destination & GROUP_BIT) == 0 ? table.get(destination) : null;
    if (seen == null) {
      return EVERYWHERE;
    }
    if (now - seen.at > AGEING.toNanos()) {
      table.remove(destination);
      return EVERYWHERE;
    }
    return seen.port == from ? NOWHERE : seen.port;
  }

  @Override
  public void unplugged(int port) {
    table.values().removeIf(seen -> seen.port == port);
    lastSource = -1;
  }

  int size() {
    return table.size();
  }
}
