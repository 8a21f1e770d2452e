// SPDX-License-Identifier: Apache-2.0
package dev.subflow.topology;

import java.time.Duration;
import java.util.Objects;

/**
 * By how much the delay of a frame differs from that of the wire; never below no delay at all.
 *
 * @param spread for {@code UNIFORM} the largest difference, for {@code NORMAL} the standard
 *     deviation; 0 to 1 hour
 * @param shape how differences are distributed
 */
public record Jitter(Duration spread, Shape shape) {
  /** Each frame takes the same time. */
  public static final Jitter NONE = new Jitter(Duration.ZERO, Shape.UNIFORM);

  /** Distribution of the differences. */
  public enum Shape {
    UNIFORM,
    NORMAL
  }

  public Jitter {
    Delays.check("jitter", spread);
    Objects.requireNonNull(shape, "shape");
  }

  /** Such as {@code ± 2 ms} or {@code ± 2 ms (normal)}. */
  @Override
  public String toString() {
    return "± " + Delays.text(spread) + (shape == Shape.NORMAL ? " (normal)" : "");
  }
}
