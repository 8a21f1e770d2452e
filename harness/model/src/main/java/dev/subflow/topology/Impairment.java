// SPDX-License-Identifier: Apache-2.0
package dev.subflow.topology;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Impairment of frames on their way in one direction: {@code
 * impairment().rate(megabits(10)).delay(Duration.ofMillis(20)).loss(0.01)}.
 *
 * <p>In this order a frame is dropped by a blackhole, lost, doubled, corrupted, made to wait for
 * the rate, delayed and reordered. What chance decides follows from the seed, the names of the wire
 * and of the NIC, and the order of the frames, so that a run can be repeated. Times are kept to
 * about a millisecond.
 *
 * @param rate bits per second; absent, the default: no limit
 * @param queue what may wait for the rate; absent, the default: what the rate carries in 100 ms,
 *     but 64 KiB to 4 MiB; of no effect without a rate
 * @param delay what each frame takes, 0 to 1 hour; default 0
 * @param jitter by how much that differs from frame to frame; none by default. Frames keep their
 *     order whatever it is
 * @param loss which frames are lost; none by default
 * @param duplication probability that a frame arrives twice; default 0
 * @param corruption probability that one bit of a frame, after its Ethernet header, is flipped;
 *     default 0
 * @param reordering which frames later ones overtake; none by default
 * @param isBlackhole whether all is dropped, including what is under way; the carrier stays
 * @param seed where chance begins, each time the impairment is put on a wire; default 0
 */
public record Impairment(
    Optional<Rate> rate,
    Optional<QueueLimit> queue,
    Duration delay,
    Jitter jitter,
    Loss loss,
    double duplication,
    double corruption,
    Reordering reordering,
    boolean isBlackhole,
    long seed) {
  /** The wire carries everything at once. */
  public static final Impairment NONE =
      new Impairment(
          Optional.empty(),
          Optional.empty(),
          Duration.ZERO,
          Jitter.NONE,
          Loss.NONE,
          0,
          0,
          Reordering.NONE,
          false,
          0);

  private static final Duration QUEUE_TIME = Duration.ofMillis(100);
  private static final long MIN_QUEUE_BYTES = 64 << 10;
  private static final long MAX_QUEUE_BYTES = 4 << 20;
  private static final Duration REORDERING_PATIENCE = Duration.ofMillis(100);

  public Impairment {
    Objects.requireNonNull(rate, "rate");
    Objects.requireNonNull(queue, "queue");
    Delays.check("delay", delay);
    Objects.requireNonNull(jitter, "jitter");
    Objects.requireNonNull(loss, "loss");
    Probability.check("duplication", duplication);
    Probability.check("corruption", corruption);
    Objects.requireNonNull(reordering, "reordering");
  }

  /** No impairment yet; the same as {@link #NONE}. */
  public static Impairment impairment() {
    return NONE;
  }

  public Impairment rate(Rate value) {
    return with(b -> b.rate = Optional.of(value));
  }

  public Impairment queue(QueueLimit value) {
    return with(b -> b.queue = Optional.of(value));
  }

  public Impairment delay(Duration value) {
    return with(b -> b.delay = value);
  }

  /** Evenly distributed jitter: the delay ± the value. */
  public Impairment jitter(Duration value) {
    return with(b -> b.jitter = new Jitter(value, Jitter.Shape.UNIFORM));
  }

  /** Normally distributed jitter of that standard deviation. */
  public Impairment normalJitter(Duration value) {
    return with(b -> b.jitter = new Jitter(value, Jitter.Shape.NORMAL));
  }

  /** Loses each frame with a probability. */
  public Impairment loss(double probability) {
    return loss(Loss.random(probability));
  }

  public Impairment loss(Loss value) {
    return with(b -> b.loss = value);
  }

  /** Doubles each frame with a probability. */
  public Impairment duplication(double probability) {
    return with(b -> b.duplication = probability);
  }

  /** Flips a bit of each frame with a probability. */
  public Impairment corruption(double probability) {
    return with(b -> b.corruption = probability);
  }

  /** Sets frames aside until so many later ones have overtaken them, for 100 ms at most. */
  public Impairment reordering(double probability, int distance) {
    return reordering(new Reordering(probability, distance, REORDERING_PATIENCE));
  }

  /** Lets frames take longer than those that follow. */
  public Impairment reordering(double probability, Duration extraDelay) {
    return reordering(new Reordering(probability, Integer.MAX_VALUE, extraDelay));
  }

  public Impairment reordering(Reordering value) {
    return with(b -> b.reordering = value);
  }

  /** Drops everything. */
  public Impairment blackhole() {
    return with(b -> b.isBlackhole = true);
  }

  public Impairment seed(long value) {
    return with(b -> b.seed = value);
  }

  /** Limit of the queue before the rate: the one given, or the default. */
  public QueueLimit queueLimit() {
    return queue.orElseGet(
        () ->
            QueueLimit.bytes(
                rate.map(
                        r ->
                            Math.max(
                                MIN_QUEUE_BYTES, Math.min(MAX_QUEUE_BYTES, r.bytesIn(QUEUE_TIME))))
                    .orElse(MAX_QUEUE_BYTES)));
  }

  /** Whether frames pass as if it were not there. */
  public boolean isNone() {
    return with(b -> b.seed = 0).equals(NONE);
  }

  private Impairment with(Consumer<ImpairmentFields> change) {
    ImpairmentFields fields = new ImpairmentFields(this);
    change.accept(fields);
    return fields.build();
  }

  /** Such as {@code 10 Mbit/s, delay 20 ms, loss 1 %}. */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    if (isBlackhole) {
      parts.add("blackhole");
    }
    rate.ifPresent(r -> parts.add(r + queue.map(q -> " (queue " + q + ")").orElse("")));
    if (!delay.isZero() || !jitter.equals(Jitter.NONE)) {
      parts.add("delay " + Delays.text(delay) + (jitter.equals(Jitter.NONE) ? "" : " " + jitter));
    }
    if (!loss.isNone()) {
      parts.add(loss.toString());
    }
    if (duplication > 0) {
      parts.add("duplication " + Probability.percent(duplication));
    }
    if (corruption > 0) {
      parts.add("corruption " + Probability.percent(corruption));
    }
    if (!reordering.isNone()) {
      parts.add(reordering.toString());
    }
    return parts.isEmpty() ? "no impairment" : String.join(", ", parts);
  }
}
