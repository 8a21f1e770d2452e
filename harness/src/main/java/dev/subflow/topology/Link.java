// SPDX-License-Identifier: Apache-2.0
package dev.subflow.topology;

import java.util.Objects;

/** A point-to-point wire between exactly two NICs. */
public record Link(String name) implements Wire {
  public Link {
    Objects.requireNonNull(name, "name");
  }
}
