// SPDX-License-Identifier: Apache-2.0
package dev.subflow.topology;

/**
 * Place that NICs are plugged into: a {@link Link} of two ends or a {@link Segment} of any number.
 */
public sealed interface Wire permits Link, Segment {
  /** The name that scenarios, captures and messages use. */
  String name();

  /** Impairment of frames on it from the start; none by default. */
  Impairment impairment();
}
