// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire.fault;

import dev.subflow.topology.Reordering;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Frames on their way, each with the time at which it arrives; in order unless set aside. */
final class DelayStage {
  // What the objects around a frame take, so that many small frames are not free.
  private static final int OVERHEAD_BYTES = 128;

  private static final class Flying {
    final byte[] frame;
    final long due;
    final long sequence;

    Flying(byte[] frame, long due, long sequence) {
      this.frame = frame;
      this.due = due;
      this.sequence = sequence;
    }

    // Times of System.nanoTime() may only be compared by their difference.
    int compareTo(Flying other) {
      int byTime = Long.signum(due - other.due);
      return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
    }
  }

  private static final class Aside {
    final byte[] frame;
    long due;
    long deadline;
    int toPass;

    Aside(byte[] frame, long due, long deadline, int toPass) {
      this.frame = frame;
      this.due = due;
      this.deadline = deadline;
      this.toPass = toPass;
    }
  }

  private final PriorityQueue<Flying> flying = new PriorityQueue<>(Flying::compareTo);
  private final List<Aside> aside = new ArrayList<>();
  private long sequence;
  private long lastDue;
  private long bytes;

  /** Takes a frame that arrives at a time, or after those that entered before it. */
  void enter(byte[] frame, long due) {
    bytes += frame.length + OVERHEAD_BYTES;
    long inOrder = flying.isEmpty() ? due : later(due, lastDue);
    lastDue = inOrder;
    add(frame, inOrder);
    for (Iterator<Aside> each = aside.iterator(); each.hasNext(); ) {
      Aside held = each.next();
      if (--held.toPass == 0) {
        each.remove();
        add(held.frame, later(held.due, inOrder));
      }
    }
  }

  /** Takes a frame that later ones overtake. */
  void enterAside(byte[] frame, long due, Reordering how) {
    bytes += frame.length + OVERHEAD_BYTES;
    long deadline = due + how.patience().toNanos();
    if (how.distance() == Integer.MAX_VALUE) {
      add(frame, deadline);
    } else {
      aside.add(new Aside(frame, due, deadline, how.distance()));
    }
  }

  private void add(byte[] frame, long due) {
    flying.add(new Flying(frame, due, sequence++));
  }

  private static long later(long one, long other) {
    return one - other >= 0 ? one : other;
  }

  /** The next frame that has arrived by now, or null. */
  byte @Nullable [] poll(long now) {
    expire(now);
    Flying next = flying.peek();
    if (next == null || next.due - now > 0) {
      return null;
    }
    flying.remove();
    bytes -= next.frame.length + OVERHEAD_BYTES;
    return next.frame;
  }

  private void expire(long now) {
    for (Iterator<Aside> each = aside.iterator(); each.hasNext(); ) {
      Aside held = each.next();
      if (held.deadline - now <= 0) {
        each.remove();
        add(held.frame, held.deadline);
      }
    }
  }

  /** Lets all that is under way arrive by a time, in the order it has. */
  void hasten(long latest) {
    List<Flying> all = new ArrayList<>(flying);
    flying.clear();
    for (Flying each : all) {
      flying.add(new Flying(each.frame, earlier(each.due, latest), each.sequence));
    }
    for (Aside held : aside) {
      held.due = earlier(held.due, latest);
      held.deadline = earlier(held.deadline, latest);
    }
    lastDue = earlier(lastDue, latest);
  }

  private static long earlier(long one, long other) {
    return one - other <= 0 ? one : other;
  }

  boolean isEmpty() {
    return flying.isEmpty() && aside.isEmpty();
  }

  int frames() {
    return flying.size() + aside.size();
  }

  /** Bytes of memory that the frames take. */
  long bytes() {
    return bytes;
  }

  /** When the next frame arrives; only when there is one. */
  long nextDue() {
    Flying next = flying.peek();
    long due = next != null ? next.due : aside.get(0).deadline;
    for (Aside held : aside) {
      due = earlier(due, held.deadline);
    }
    return due;
  }

  void clear() {
    flying.clear();
    aside.clear();
    bytes = 0;
  }
}
