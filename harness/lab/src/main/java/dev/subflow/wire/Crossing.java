// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import dev.subflow.packet.Frame;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** A frame's way over a wire, as a {@link Middlebox} sees it. For its thread only. */
public interface Crossing {
  /** Which way the frame goes, with the NIC. */
  Direction direction();

  /**
   * Sends a frame back to where the present one came from, past all middleboxes and impairments.
   *
   * <p>It is lost when that guest's queue is full.
   */
  void answer(Frame frame);

  /**
   * Asks the box again after a time, for frames that it has held back; they go on from there as if
   * they came now.
   *
   * @throws IllegalArgumentException when the delay is negative
   */
  void later(Duration delay, Supplier<List<Frame>> frames);
}
