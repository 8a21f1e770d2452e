// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire.fault;

import dev.subflow.topology.Impairment;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Frames in one direction under an {@link Impairment} that may change at any moment.
 *
 * <p>Has no clock and no thread: its user says what time it is, in nanoseconds of any origin that
 * never run backwards, and asks when to come again. Bounded: what waits for the rate by the queue
 * limit, what is delayed by {@link #isFull}. Not thread-safe.
 */
public final class ImpairedQueue {
  /** Memory that delayed frames may take before {@link #isFull}. */
  public static final long MAX_DELAYED_BYTES = 16 << 20;

  private final String name;
  private final DelayStage delay = new DelayStage();
  private final RateStage rate = new RateStage(this::depart);
  private Impairment impairment = Impairment.NONE;
  private Dice dice;
  private long lost;
  private long blackholed;
  private long queueFull;
  private long duplicated;
  private long corrupted;
  private long reordered;

  /** A queue without impairment; chance follows from its name and the impairment's seed. */
  public ImpairedQueue(String name) {
    this.name = name;
    dice = new Dice(impairment, name);
  }

  public Impairment impairment() {
    return impairment;
  }

  /**
   * Puts another impairment in place of the present one; chance begins anew.
   *
   * <p>What is under way is not lost, unless to a blackhole: what waits goes on at the new rate,
   * also if there is more of it than the new queue limit allows; what is delayed arrives after the
   * new delay at the latest. Frames keep their order.
   */
  public void change(Impairment wanted, long now) {
    rate.change(wanted.rate(), now);
    impairment = wanted;
    dice = new Dice(wanted, name);
    delay.hasten(now + wanted.delay().toNanos());
    if (wanted.isBlackhole()) {
      blackholed += discard();
    }
  }

  /** Takes a frame, which must not change any more. */
  public void offer(byte[] frame, long now) {
    if (impairment.isBlackhole()) {
      blackholed++;
      return;
    }
    if (dice.losesNext()) {
      lost++;
      return;
    }
    boolean twice = dice.doublesNext();
    send(frame, now);
    if (twice) {
      duplicated++;
      send(frame, now);
    }
  }

  private void send(byte[] frame, long now) {
    byte[] sent = frame;
    if (dice.corruptsNext()) {
      corrupted++;
      sent = dice.corrupted(frame);
    }
    if (!rate.offer(sent, impairment.queueLimit(), now)) {
      queueFull++;
    }
  }

  private void depart(byte[] frame, long departure) {
    long due = departure + dice.delayNanos();
    if (dice.setsNextAside()) {
      reordered++;
      delay.enterAside(frame, due, impairment.reordering());
    } else {
      delay.enter(frame, due);
    }
  }

  /** The next frame that has arrived by now, or null. */
  public byte @Nullable [] poll(long now) {
    rate.advance(now);
    return delay.poll(now);
  }

  /** When to poll again; empty when nothing is under way. */
  public OptionalLong nextDue() {
    if (rate.isEmpty()) {
      return delay.isEmpty() ? OptionalLong.empty() : OptionalLong.of(delay.nextDue());
    }
    long leaves = rate.headLeaves();
    return OptionalLong.of(
        delay.isEmpty() || leaves - delay.nextDue() < 0 ? leaves : delay.nextDue());
  }

  /** Whether so much is delayed that no more should be offered until some of it has arrived. */
  public boolean isFull() {
    return delay.bytes() >= MAX_DELAYED_BYTES;
  }

  public boolean isEmpty() {
    return rate.isEmpty() && delay.isEmpty();
  }

  /** Frames that were taken and have not arrived. */
  public int frames() {
    return rate.frames() + delay.frames();
  }

  /** Drops all that is under way; returns the number of frames. */
  public int discard() {
    int frames = frames();
    rate.clear();
    delay.clear();
    return frames;
  }

  /** Counts frames that had left and that a blackhole swallows all the same. */
  public void countBlackholed(int frames) {
    blackholed += frames;
  }

  public FaultCounts counts() {
    return new FaultCounts(lost, blackholed, queueFull, duplicated, corrupted, reordered);
  }
}
