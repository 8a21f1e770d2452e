// SPDX-License-Identifier: Apache-2.0
package dev.subflow.topology;

import java.util.Objects;

/** An Ethernet segment: a learning switch that any number of NICs share. */
public record Segment(String name) implements Wire {
  public Segment {
    Objects.requireNonNull(name, "name");
  }
}
