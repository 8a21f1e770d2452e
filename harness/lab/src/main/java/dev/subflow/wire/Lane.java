// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import dev.subflow.packet.Frame;
import dev.subflow.packet.Origin;
import dev.subflow.topology.Impairment;
import dev.subflow.wire.fault.ImpairedQueue;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/**
 * One direction of a wire with middleboxes or an impairment: frames come in one by one and go out
 * in runs, now or later. For the loop only.
 *
 * <p>What has come out and finds its receiver full waits here, and new frames are held back, so
 * that nothing is lost that would not be lost on a wire without faults.
 */
final class Lane implements Source {
  /** Where frames go that come out. */
  interface Exit {
    /** Carries the lane's runs; false when a full receiver holds the rest and will resume it. */
    boolean carry(Lane lane);

    /** Sends a frame the other way. */
    void answer(byte[] frame);

    boolean isCut();

    /** Origin of the frames, as far as it is known. */
    Origin origin();
  }

  private final WireLoop loop;
  private final int index;
  private final Direction direction;
  private final Exit exit;
  private final Tally tally;
  private final ImpairedQueue queue;
  private final Ingress out = new Ingress();
  private final Set<Source> held = new LinkedHashSet<>();
  private final LaneCounts counts = new LaneCounts();
  private List<AttachedMiddlebox> middleboxes = List.of();
  private boolean blocked;
  private boolean pumpDue;
  private boolean timerSet;
  private long timerAt;

  Lane(WireLoop loop, String wire, int index, Direction direction, Tally tally, Exit exit) {
    this.loop = loop;
    this.index = index;
    this.direction = direction;
    this.tally = tally;
    this.exit = exit;
    queue = new ImpairedQueue(wire + " " + direction);
  }

  Direction direction() {
    return direction;
  }

  Origin origin() {
    return exit.origin();
  }

  @Override
  public int index() {
    return index;
  }

  @Override
  public Ingress ingress() {
    return out;
  }

  @Override
  public Tally tally() {
    return tally;
  }

  @Override
  public void sent(int frames, long bytes) {
    // Its port has counted them when they came in.
  }

  @Override
  public void reject(int length) {
    throw new IllegalStateException("a lane holds whole frames only, not one of " + length);
  }

  LaneCounts counts() {
    return counts;
  }

  ImpairedQueue queue() {
    return queue;
  }

  /** Whether frames pass as if there were no lane, so that they may as well go past it. */
  boolean isIdle() {
    return middleboxes.isEmpty() && queue.isEmpty() && out.isEmpty() && queue.impairment().isNone();
  }

  void impair(Impairment wanted) {
    queue.change(wanted, System.nanoTime());
    if (wanted.isBlackhole()) {
      queue.countBlackholed(clearOut());
    }
    pumpSoon();
  }

  void add(AttachedMiddlebox box) {
    List<AttachedMiddlebox> more = new ArrayList<>(middleboxes);
    more.add(box);
    middleboxes = List.copyOf(more);
  }

  void remove(AttachedMiddlebox box) {
    middleboxes = middleboxes.stream().filter(b -> !b.equals(box)).toList();
  }

  /** Makes a sender wait when there is no room; false when there is. */
  boolean holdIfFull(Source sender) {
    boolean full = blocked || queue.isFull();
    if (full) {
      held.add(sender);
    }
    return full;
  }

  /** Takes the bytes of a frame on their way, which nobody changes any more. */
  void take(byte[] bytes) {
    if (middleboxes.isEmpty()) {
      count(bytes);
      enqueue(bytes);
    } else {
      take(bytes, Frame.owning(bytes, exit.origin()));
    }
  }

  /** As {@link #take(byte[])}, of a frame that somebody has looked at before. */
  void take(byte[] bytes, Frame frame) {
    count(bytes);
    if (middleboxes.isEmpty()) {
      enqueue(bytes);
    } else {
      pass(frame, middleboxes);
    }
  }

  private void count(byte[] bytes) {
    counts.frames++;
    counts.bytes += bytes.length;
  }

  /** Takes a run of frames with their length fields. */
  void take(ByteBuffer run) {
    while (run.hasRemaining()) {
      byte[] frame = new byte[run.getInt()];
      run.get(frame);
      take(frame);
    }
  }

  private void pass(Frame frame, List<AttachedMiddlebox> boxes) {
    if (boxes.isEmpty()) {
      enqueue(frame.bytes());
      return;
    }
    AttachedMiddlebox box = boxes.get(0);
    List<AttachedMiddlebox> others = boxes.subList(1, boxes.size());
    List<Frame> passed = box.pass(frame, new Way(box, others));
    counts.changed(1, passed.size());
    passed.forEach(p -> pass(p, others));
  }

  private void enqueue(byte[] frame) {
    if (exit.isCut()) {
      tally.lostToCut++;
      return;
    }
    queue.offer(frame, System.nanoTime());
    pumpSoon();
  }

  /** Drops all that is under way; returns the number of frames. */
  int discard() {
    return queue.discard() + clearOut();
  }

  private int clearOut() {
    int frames = out.frames();
    out.clear();
    if (blocked) {
      resume();
    }
    return frames;
  }

  int framesUnderWay() {
    return queue.frames() + out.frames();
  }

  @Override
  public void resume() {
    blocked = false;
    pumpSoon();
  }

  /** Not at once: what leads here may be in the middle of frames of its own. */
  private void pumpSoon() {
    if (!pumpDue) {
      pumpDue = true;
      loop.soon(this::pump);
    }
  }

  private void pump() {
    pumpDue = false;
    while (!blocked && fill()) {
      blocked = !exit.carry(this);
    }
    if (!blocked) {
      arm();
      if (!queue.isFull() && !held.isEmpty()) {
        List<Source> waiting = List.copyOf(held);
        held.clear();
        waiting.forEach(Source::resume);
      }
    }
  }

  /** Moves what is due to where it can be carried from; false when there is nothing there. */
  private boolean fill() {
    long now = System.nanoTime();
    while (out.hasRoomForFrame()) {
      byte[] frame = queue.poll(now);
      if (frame == null) {
        break;
      }
      out.append(frame);
    }
    return !out.isEmpty();
  }

  private void arm() {
    OptionalLong due = queue.nextDue();
    if (due.isPresent() && (!timerSet || due.getAsLong() - timerAt < 0)) {
      long at = due.getAsLong();
      timerSet = true;
      timerAt = at;
      loop.schedule(Duration.ofNanos(Math.max(0, at - System.nanoTime())), () -> ring(at));
    }
  }

  private void ring(long at) {
    // An earlier timer may have taken this one's place.
    if (timerSet && timerAt == at) {
      timerSet = false;
      pump();
    }
  }

  /** Things that a middlebox can do besides letting frames pass. */
  private final class Way implements Crossing {
    private final AttachedMiddlebox box;
    private final List<AttachedMiddlebox> others;

    Way(AttachedMiddlebox box, List<AttachedMiddlebox> others) {
      this.box = box;
      this.others = others;
    }

    @Override
    public Direction direction() {
      return direction;
    }

    @Override
    public void answer(Frame frame) {
      Framing.require(frame);
      counts.answers++;
      exit.answer(frame.bytes());
    }

    @Override
    public void later(Duration delay, Supplier<List<Frame>> frames) {
      if (delay.isNegative()) {
        throw new IllegalArgumentException("later means in 0 or more, not in " + delay);
      }
      loop.schedule(
          delay,
          () -> {
            List<Frame> released = box.contained(frames, List.of());
            counts.changed(0, released.size());
            released.forEach(p -> pass(p, others));
          });
    }
  }
}
