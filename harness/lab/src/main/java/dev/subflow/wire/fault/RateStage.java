// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire.fault;

import dev.subflow.topology.QueueLimit;
import dev.subflow.topology.Rate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Frames that wait for their turn on a wire of limited rate, one after the other.
 *
 * <p>The times at which they leave follow from the rate alone, not from when they are fetched, so a
 * late timer does not slow the wire.
 */
final class RateStage {
  /** Takes a frame that has left, and when it did. */
  interface Next {
    void enter(byte[] frame, long departure);
  }

  private final Next next;
  private final Deque<byte[]> waiting = new ArrayDeque<>();
  private long bytes;
  private long headLeaves;
  private Optional<Rate> rate = Optional.empty();

  RateStage(Next next) {
    this.next = next;
  }

  /** Queues a frame; false when it found the queue full. */
  boolean offer(byte[] frame, QueueLimit limit, long now) {
    advance(now);
    if (rate.isEmpty()) {
      next.enter(frame, now);
      return true;
    }
    if (waiting.isEmpty()) {
      headLeaves = now + nanosFor(frame);
    } else if (waiting.size() >= limit.frames() || bytes + frame.length > limit.bytes()) {
      return false;
    }
    waiting.add(frame);
    bytes += frame.length;
    return true;
  }

  /** Passes on all that has left by now. */
  void advance(long now) {
    while (!waiting.isEmpty() && headLeaves - now <= 0) {
      byte[] head = waiting.remove();
      bytes -= head.length;
      next.enter(head, headLeaves);
      if (!waiting.isEmpty()) {
        headLeaves += nanosFor(waiting.element());
      }
    }
  }

  private long nanosFor(byte[] frame) {
    return rate.orElseThrow().timeFor(frame.length).toNanos();
  }

  /** Changes the rate, also for the rest of the frame that is being sent. */
  void change(Optional<Rate> wanted, long now) {
    advance(now);
    if (!waiting.isEmpty()) {
      if (wanted.isPresent()) {
        double slower = (double) rate.orElseThrow().bitsPerSecond() / wanted.get().bitsPerSecond();
        headLeaves = now + Math.round((headLeaves - now) * slower);
      } else {
        waiting.forEach(frame -> next.enter(frame, now));
        clear();
      }
    }
    rate = wanted;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  int frames() {
    return waiting.size();
  }

  long bytes() {
    return bytes;
  }

  /** When the next frame leaves; only when there is one. */
  long headLeaves() {
    return headLeaves;
  }

  void clear() {
    waiting.clear();
    bytes = 0;
  }
}
