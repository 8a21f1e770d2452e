// SPDX-License-Identifier: Apache-2.0
package dev.subflow.topology;

import java.util.Objects;

/**
 * An Ethernet segment: a learning switch that any number of NICs share.
 *
 * @param name unique in its topology
 * @param impairment of what each NIC sends, from the start; it can be changed while the wire runs
 */
record Segment(String name, Impairment impairment) implements Wire {
  public Segment {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(impairment, "impairment");
  }

  /** A segment without impairment. */
  public Segment(String name) {
    this(name, Impairment.NONE);
  }
}
