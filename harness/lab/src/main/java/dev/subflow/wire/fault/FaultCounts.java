// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire.fault;

/**
 * Counts of what impairments have done to frames in one direction so far.
 *
 * @param lost frames lost by chance
 * @param blackholed frames dropped by a blackhole, with those that were under way when it began
 * @param queueFull frames that found the queue for the rate full
 * @param duplicated frames that were doubled
 * @param corrupted frames of which a bit was flipped
 * @param reordered frames set aside so that later ones overtook them
 */
public record FaultCounts(
    long lost, long blackholed, long queueFull, long duplicated, long corrupted, long reordered) {
  /** Frames that did not arrive because of an impairment. */
  public long dropped() {
    return lost + blackholed + queueFull;
  }

  /** The counts of two directions together. */
  public FaultCounts plus(FaultCounts other) {
    return new FaultCounts(
        lost + other.lost,
        blackholed + other.blackholed,
        queueFull + other.queueFull,
        duplicated + other.duplicated,
        corrupted + other.corrupted,
        reordered + other.reordered);
  }
}
