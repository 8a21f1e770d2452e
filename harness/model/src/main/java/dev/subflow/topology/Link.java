// SPDX-License-Identifier: Apache-2.0
package dev.subflow.topology;

import java.util.Objects;

/**
 * A point-to-point wire between exactly two NICs.
 *
 * @param name unique in its topology
 * @param impairment of either direction from the start; it can be changed while the wire runs
 */
public record Link(String name, Impairment impairment) implements Wire {
  public Link {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(impairment, "impairment");
  }

  /** A link without impairment. */
  public Link(String name) {
    this(name, Impairment.NONE);
  }
}
