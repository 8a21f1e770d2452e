// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import dev.subflow.wire.fault.FaultCounts;
import java.util.Objects;

/**
 * Counts of the frames in one direction of a wire so far; bytes are those of the frames.
 *
 * <p>{@code frames + faults.duplicated + addedByMiddlebox} is {@code forwardedFrames + lostToCut +
 * faults.dropped() + removedByMiddlebox + underWay}.
 *
 * @param direction which way, as it was asked for
 * @param frames frames that came in
 * @param bytes bytes of those
 * @param forwardedFrames frames that got across
 * @param forwardedBytes bytes of those
 * @param lostToCut frames lost to a cut
 * @param removedByMiddlebox frames that middleboxes dropped, joined to others or still hold back
 * @param addedByMiddlebox frames that middleboxes made in addition
 * @param answeredByMiddlebox frames that middleboxes sent the other way
 * @param underWay frames that wait for the rate, are delayed or find their receiver full
 * @param faults what impairments did
 */
public record DirectionStats(
    Direction direction,
    long frames,
    long bytes,
    long forwardedFrames,
    long forwardedBytes,
    long lostToCut,
    long removedByMiddlebox,
    long addedByMiddlebox,
    long answeredByMiddlebox,
    long underWay,
    FaultCounts faults) {
  public DirectionStats {
    Objects.requireNonNull(direction, "direction");
    Objects.requireNonNull(faults, "faults");
  }

  /** Frames that did not get across, for whatever reason but that they are still under way. */
  public long dropped() {
    return lostToCut + removedByMiddlebox + faults.dropped();
  }

  /** Both together, under the name of this one. */
  DirectionStats plus(DirectionStats other) {
    return new DirectionStats(
        direction,
        frames + other.frames,
        bytes + other.bytes,
        forwardedFrames + other.forwardedFrames,
        forwardedBytes + other.forwardedBytes,
        lostToCut + other.lostToCut,
        removedByMiddlebox + other.removedByMiddlebox,
        addedByMiddlebox + other.addedByMiddlebox,
        answeredByMiddlebox + other.answeredByMiddlebox,
        underWay + other.underWay,
        faults.plus(other.faults));
  }

  DirectionStats in(Direction other) {
    return new DirectionStats(
        other,
        frames,
        bytes,
        forwardedFrames,
        forwardedBytes,
        lostToCut,
        removedByMiddlebox,
        addedByMiddlebox,
        answeredByMiddlebox,
        underWay,
        faults);
  }
}
