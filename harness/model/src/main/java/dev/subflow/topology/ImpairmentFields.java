// SPDX-License-Identifier: Apache-2.0
package dev.subflow.topology;

import java.time.Duration;
import java.util.Optional;

/** The fields of an {@link Impairment} while one of them changes. */
final class ImpairmentFields {
  Optional<Rate> rate;
  Optional<QueueLimit> queue;
  Duration delay;
  Jitter jitter;
  Loss loss;
  double duplication;
  double corruption;
  Reordering reordering;
  boolean isBlackhole;
  long seed;

  ImpairmentFields(Impairment from) {
    rate = from.rate();
    queue = from.queue();
    delay = from.delay();
    jitter = from.jitter();
    loss = from.loss();
    duplication = from.duplication();
    corruption = from.corruption();
    reordering = from.reordering();
    isBlackhole = from.isBlackhole();
    seed = from.seed();
  }

  Impairment build() {
    return new Impairment(
        rate, queue, delay, jitter, loss, duplication, corruption, reordering, isBlackhole, seed);
  }
}
