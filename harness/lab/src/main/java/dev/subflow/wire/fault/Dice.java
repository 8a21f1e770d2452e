// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire.fault;

import dev.subflow.topology.Impairment;
import dev.subflow.topology.Jitter;
import dev.subflow.topology.Loss;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * Chance that frames meet; equal for equal seed, name and order of frames.
 *
 * <p>Each effect has a sequence of its own, so that adding one does not change the others.
 */
final class Dice {
  private static final int ETHERNET_HEADER_BYTES = 14;

  private final Impairment impairment;
  private final SplittableRandom loss;
  private final SplittableRandom duplication;
  private final SplittableRandom corruption;
  private final SplittableRandom jitter;
  private final SplittableRandom reordering;
  private boolean bad;

  Dice(Impairment impairment, String name) {
    this.impairment = impairment;
    SplittableRandom root = new SplittableRandom(impairment.seed() + 31 * fnv(name));
    loss = root.split();
    duplication = root.split();
    corruption = root.split();
    jitter = root.split();
    reordering = root.split();
  }

  /** The 64-bit FNV-1a hash, which is the same on every machine. */
  private static long fnv(String text) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return hash;
  }

  boolean losesNext() {
    Loss model = impairment.loss();
    if (model.toBad() > 0) {
      double draw = loss.nextDouble();
      bad = bad ? draw >= model.toGood() : draw < model.toBad();
    }
    double probability = bad ? model.inBad() : model.inGood();
    return probability > 0 && loss.nextDouble() < probability;
  }

  boolean doublesNext() {
    return impairment.duplication() > 0 && duplication.nextDouble() < impairment.duplication();
  }

  boolean corruptsNext() {
    return impairment.corruption() > 0 && corruption.nextDouble() < impairment.corruption();
  }

  /** A copy with one bit flipped, after the Ethernet header, so that it still arrives. */
  byte[] corrupted(byte[] frame) {
    int from = frame.length > ETHERNET_HEADER_BYTES ? ETHERNET_HEADER_BYTES : 0;
    int bit = corruption.nextInt((frame.length - from) * 8);
    byte[] copy = frame.clone();
    copy[from + bit / 8] ^= (byte) (1 << (bit % 8));
    return copy;
  }

  boolean setsNextAside() {
    return !impairment.reordering().isNone()
        && reordering.nextDouble() < impairment.reordering().probability();
  }

  /** Delay of the next frame in nanoseconds, 0 or more. */
  long delayNanos() {
    long delay = impairment.delay().toNanos();
    long spread = impairment.jitter().spread().toNanos();
    if (spread == 0) {
      return delay;
    }
    double difference =
        impairment.jitter().shape() == Jitter.Shape.NORMAL
            ? gaussian()
            : 2 * jitter.nextDouble() - 1;
    return Math.max(0, delay + Math.round(difference * spread));
  }

  /** By Box and Muller: the JDK's own may differ from one release to the next. */
  private double gaussian() {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - jitter.nextDouble()));
    return radius * StrictMath.cos(2 * StrictMath.PI * jitter.nextDouble());
  }
}
