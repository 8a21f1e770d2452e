// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import java.util.Random;

/**
 * Seed of a scenario's random choices; a parameter of test methods. {@code subflow run --seed} sets
 * it, results record it; without, every run has another.
 */
public record Seed(long value) {
  /** A generator that gives the same numbers for the same seed. */
  public Random random() {
    return new Random(value);
  }

  /** The seed of a repetition: the first has this one, so that it alone can be run again. */
  public Seed ofRepetition(int number) {
    if (number == 1) {
      return this;
    }
    // The finalizer of SplitMix64: seeds next to each other give numbers far apart.
    long z = value + number * 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return new Seed(z ^ (z >>> 31));
  }
}
