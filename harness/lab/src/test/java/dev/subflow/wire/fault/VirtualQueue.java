// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire.fault;

import dev.subflow.topology.Impairment;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An {@link ImpairedQueue} on a clock of its own, which keeps what comes out and when. */
final class VirtualQueue {
  // Any origin will do, also one from which nanoTime() overflows.
  static final long ORIGIN = Long.MAX_VALUE - 1_000_000_000L;

  /** What came out: its number, and when in nanoseconds from the beginning. */
  record Arrival(int number, long nanos) {}

  private final ImpairedQueue queue;
  private final List<Arrival> arrivals = new ArrayList<>();
  private long now;
  private int sent;

  VirtualQueue(Impairment impairment) {
    this(impairment, "wire from a/eth1");
  }

  VirtualQueue(Impairment impairment, String name) {
    queue = new ImpairedQueue(name);
    change(impairment);
  }

  ImpairedQueue queue() {
    return queue;
  }

  void change(Impairment impairment) {
    queue.change(impairment, ORIGIN + now);
    collect();
  }

  /** Sends a frame whose bytes tell its number. */
  void send(int bytes) {
    queue.offer(ByteBuffer.allocate(bytes).putInt(bytes - 4, sent++).array(), ORIGIN + now);
    collect();
  }

  /** Sends so many frames, one each interval. */
  void send(int frames, int bytes, Duration interval) {
    for (int i = 0; i < frames; i++) {
      send(bytes);
      pass(interval);
    }
  }

  /** Lets time pass, waking the queue up when it asked for that. */
  void pass(Duration time) {
    long end = now + time.toNanos();
    while (queue.nextDue().isPresent() && queue.nextDue().getAsLong() - (ORIGIN + end) <= 0) {
      now = Math.max(now, queue.nextDue().getAsLong() - ORIGIN);
      collect();
    }
    now = end;
    collect();
  }

  private void collect() {
    for (byte[] frame = queue.poll(ORIGIN + now); frame != null; frame = queue.poll(ORIGIN + now)) {
      arrivals.add(new Arrival(ByteBuffer.wrap(frame).getInt(frame.length - 4), now));
    }
  }

  List<Arrival> arrivals() {
    return arrivals;
  }

  List<Integer> numbers() {
    return arrivals.stream().map(Arrival::number).toList();
  }

  List<Long> millis() {
    return arrivals.stream().map(a -> a.nanos() / 1_000_000).toList();
  }
}
